import { defineMapper, remove } from '../mapper.ts';
import { ruleOf } from './rule.ts';

export const deleteRule = defineMapper({
  source: 'events.amazonaws.com',
  name: 'DeleteRule',
  group: 'self',
  regional: true,
  kinds: ['event-rule'],
  toChanges(call) {
    const rule = ruleOf(call, 'name');
    return rule === undefined ? { missing: 'rule' } : [remove(call, 'event-rule', rule.arn)];
  },
});
