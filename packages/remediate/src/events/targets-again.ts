import type { JsonObject, JsonValue, RemediationStep, SetState } from '@podguard/core';

type Target = readonly [id: string, arn: JsonValue];
type MakeStep = (action: string, input: JsonObject, words: string) => RemediationStep;

export interface TargetsAgain {
  readonly steps: readonly RemediationStep[];
  readonly undo: readonly RemediationStep[];
  readonly after: Readonly<Record<string, JsonValue>>;
  /** The ids of those that change. */
  readonly ids: readonly string[];
  readonly mayBreak: readonly string[];
}

/** Sets a rule's targets as they were; or why that cannot be done. What came since goes only where all that there was is known. */
export function targetsAgain(
  now: SetState,
  then: SetState,
  {
    rule: { Name, EventBusName },
    account,
    step,
  }: {
    readonly rule: { readonly Name: string; readonly EventBusName: string };
    readonly account: string;
    readonly step: MakeStep;
  },
): TargetsAgain | string {
  const lost = [...then.members].filter(([id, arn]) => now.members.get(id) !== arn);
  const added = then.complete ? [...now.members].filter(([id]) => !then.members.has(id)) : [];
  const replaced = [...now.members].filter(([id]) => lost.some(([other]) => other === id));
  const unknown = [...lost, ...added, ...replaced].find(([, arn]) => typeof arn !== 'string');
  if (unknown !== undefined)
    return `Where its target ${unknown[0]} goes is not recorded: deploy Podguard again`;
  const isQueue = ([, arn]: Target) => {
    const [, , service, , owner] = String(arn).split(':');
    return service === 'sqs' && owner === account;
  };
  const other = lost.find((target) => !isQueue(target));
  if (other !== undefined)
    return `Its target ${other[0]} is no queue of this account, and what else belongs to it is not recorded: deploy Podguard again`;

  const ofRule = { Rule: Name, EventBusName };
  const named = (all: readonly Target[]) =>
    `target${all.length > 1 ? 's' : ''} ${all.map(([id]) => id).join(', ')}`;
  const put = (all: readonly Target[]) => {
    const Targets = all.map(([Id, Arn]) => ({ Id, Arn }));
    return all.length === 0 ? [] : [step('PutTargets', { ...ofRule, Targets }, `Set the ${named(all)} of`)];
  };
  const remove = (all: readonly Target[]) => {
    const Ids = all.map(([id]) => id);
    return all.length === 0 ? [] : [step('RemoveTargets', { ...ofRule, Ids }, `Take the ${named(all)} off`)];
  };
  const gone = [...added, ...replaced];
  const lasting = gone.filter((target) => !isQueue(target));
  return {
    steps: [...put(lost), ...remove(added)],
    undo: [...remove(lost.filter(([id]) => !now.members.has(id))), ...put(gone.filter(isQueue))],
    after: Object.fromEntries([
      ...lost.map(([id, arn]) => [`targets ${id}`, arn] as const),
      ...added.map(([id]) => [`targets ${id}`, null] as const),
    ]),
    ids: [...lost, ...added].map(([id]) => id),
    mayBreak: [
      ...(lost.length > 0
        ? ['A target that is set again has no dead-letter queue until the next deployment.']
        : []),
      ...(gone.length > 0
        ? ['Of a target that is taken off or replaced only id and ARN are known: undone, it has no more.']
        : []),
      ...(lasting.length > 0
        ? [`No queue of this account, and not set again when that is undone: ${named(lasting)}.`]
        : []),
    ],
  };
}
