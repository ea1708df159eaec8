import type { JsonObject, JsonValue, RemediationStep, Resource } from '@podguard/core';
import type { PlanDraft } from '../remediator.ts';
import type { FormerRule } from './former-rules.ts';
import { targetsAgain } from './targets-again.ts';

export interface RuleName {
  readonly Name: string;
  readonly EventBusName: string;
}

/** Makes a rule what it was; or why that cannot be done. `by`: whose calls it would be. */
export function ruleAgain(
  { region, state, sets }: Resource<'event-rule'>,
  former: FormerRule,
  {
    rule,
    account,
    by,
  }: { readonly rule: RuleName; readonly account: string; readonly by: string | undefined },
): PlanDraft | string {
  const step = (action: string, input: JsonObject, words: string): RemediationStep => ({
    action: `events:${action}`,
    region,
    input,
    words: `${words} rule ${rule.Name}`,
  });
  const targets = targetsAgain(sets.targets, former.targets, { rule, account, step });
  if (typeof targets === 'string') return targets;
  const isOtherState = former.state !== state.state;
  const isOtherPattern = former.pattern !== undefined && former.pattern !== state.pattern;
  // EnableRule names no state, and ENABLED hands on fewer events: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Rule.html
  const puts = isOtherPattern || (isOtherState && former.state !== 'ENABLED');
  const pattern = former.pattern ?? state.pattern;
  if (puts && (typeof pattern !== 'string' || typeof state.pattern !== 'string'))
    return 'Its pattern is not known, and PutRule replaces it: deploy Podguard again';
  const put = (EventPattern: JsonValue, State: JsonValue) =>
    step('PutRule', { ...rule, EventPattern, State }, `Set pattern and state (${State}) of`);
  const [on, off] = puts
    ? [put(pattern ?? null, former.state), put(state.pattern ?? null, state.state ?? null)]
    : [step('EnableRule', { ...rule }, 'Enable'), step('DisableRule', { ...rule }, 'Disable')];
  const isSet = puts || isOtherState;

  const parts = [...(isOtherPattern ? ['pattern'] : []), ...targets.ids.map((id) => `target ${id}`)];
  // Whoever calls PutRule is known to have set the pattern.
  const changers = [...new Set([...(puts ? ['pattern'] : []), ...parts])].map((part) => `changes ${part}`);
  const what = [...(isOtherState ? [`state ${former.state}`] : []), ...parts];
  return {
    summary: `Makes rule ${rule.Name} what it was: ${what.join(', ')}`,
    steps: [...targets.steps, ...(isSet ? [on] : [])],
    undo: [...(isSet ? [off] : []), ...targets.undo],
    after: {
      ...(isOtherState ? { state: former.state } : {}),
      ...(isOtherPattern ? { pattern: former.pattern ?? null } : {}),
      ...targets.after,
      ...(by === undefined ? {} : Object.fromEntries(changers.map((name) => [name, by]))),
    },
    // No read tells who set them.
    ...(changers.length === 0 ? {} : { assigned: changers }),
    mayBreak: [
      ...(former.reads
        ? ['It no longer hands on calls that only read: the next deployment brings that back.']
        : []),
      ...(puts ? ['PutRule takes away the rule’s description: the next deployment brings it back.'] : []),
      ...targets.mayBreak,
    ],
  };
}
