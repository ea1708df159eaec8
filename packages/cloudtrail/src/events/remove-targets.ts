import { defineMapper, patch } from '../mapper.ts';
import { texts } from '../parameters.ts';
import { setBy } from '../platform-part.ts';
import { failedTargets } from './failed-targets.ts';
import { ruleOf } from './rule.ts';

export const removeTargets = defineMapper({
  source: 'events.amazonaws.com',
  name: 'RemoveTargets',
  group: 'self',
  regional: true,
  kinds: ['event-rule'],
  toChanges(call) {
    const rule = ruleOf(call, 'rule');
    if (rule === undefined) return { missing: 'rule' };
    const failed = failedTargets(call);
    const ids = texts(call.request, 'ids');
    if (failed === undefined || !ids?.length) return { missing: 'target' };
    const removed = ids.filter((id) => !failed.includes(id));
    const targets = Object.fromEntries(removed.map((id) => [id, null]));
    const changes = setBy(call, ...Object.keys(targets).map((id) => `target ${id}`));
    return [patch(call, 'event-rule', rule.arn, { fields: rule, sets: { targets, changes } })];
  },
});
