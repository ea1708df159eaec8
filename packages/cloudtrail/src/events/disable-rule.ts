import { defineMapper, patch } from '../mapper.ts';
import { ruleOf } from './rule.ts';

export const disableRule = defineMapper({
  source: 'events.amazonaws.com',
  name: 'DisableRule',
  group: 'self',
  regional: true,
  kinds: ['event-rule'],
  toChanges(call) {
    const rule = ruleOf(call, 'name');
    if (rule === undefined) return { missing: 'rule' };
    return [patch(call, 'event-rule', rule.arn, { fields: { ...rule, state: 'DISABLED' } })];
  },
});
