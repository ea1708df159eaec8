import { defineMapper, patch } from '../mapper.ts';
import { list, places, text } from '../parameters.ts';
import { setBy } from '../platform-part.ts';
import { failedTargets } from './failed-targets.ts';
import { ruleOf } from './rule.ts';

export const putTargets = defineMapper({
  source: 'events.amazonaws.com',
  name: 'PutTargets',
  group: 'self',
  regional: true,
  kinds: ['event-rule'],
  toChanges(call) {
    const rule = ruleOf(call, 'rule');
    if (rule === undefined) return { missing: 'rule' };
    const failed = failedTargets(call);
    const named = places(call.request, 'targets').map(
      (target) => [text(target, 'id'), text(target, 'arn') ?? true] as const,
    );
    const whole = list(call.request, 'targets')?.length === named.length;
    if (failed === undefined || named.length === 0 || !whole || named.some(([id]) => !id))
      return { missing: 'target' };
    const targets = Object.fromEntries(named.filter(([id]) => !failed.includes(id ?? '')));
    const changes = setBy(call, ...Object.keys(targets).map((id) => `target ${id}`));
    return [patch(call, 'event-rule', rule.arn, { fields: rule, sets: { targets, changes } })];
  },
});
