import { defineMapper, patch } from '../mapper.ts';
import { setBy } from '../platform-part.ts';
import { ruleOf } from './rule.ts';

export const enableRule = defineMapper({
  source: 'events.amazonaws.com',
  name: 'EnableRule',
  group: 'self',
  regional: true,
  kinds: ['event-rule'],
  toChanges(call) {
    const rule = ruleOf(call, 'name');
    if (rule === undefined) return { missing: 'rule' };
    const sets = { changes: setBy(call, 'state') };
    return [patch(call, 'event-rule', rule.arn, { fields: { ...rule, state: 'ENABLED' }, sets })];
  },
});
