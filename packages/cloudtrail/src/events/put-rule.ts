import { defineMapper, patch } from '../mapper.ts';
import { oneOf, policyText } from '../parameters.ts';
import { setBy } from '../platform-part.ts';
import { ruleOf } from './rule.ts';

const STATES = ['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'] as const;

export const putRule = defineMapper({
  source: 'events.amazonaws.com',
  name: 'PutRule',
  group: 'self',
  regional: true,
  kinds: ['event-rule'],
  toChanges(call) {
    const rule = ruleOf(call, 'name');
    if (rule === undefined) return { missing: 'rule' };
    const state = oneOf(call.request, STATES, 'state');
    const fields = {
      ...rule,
      // What a call leaves out it takes away, but not the targets:
      // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
      state: state === null ? 'ENABLED' : state,
      pattern: policyText(call.request, 'eventPattern'),
    } as const;
    const sets = { changes: setBy(call, 'state', 'pattern') };
    return [patch(call, 'event-rule', rule.arn, { fields, sets })];
  },
});
