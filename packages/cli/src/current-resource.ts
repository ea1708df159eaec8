import {
  applyUse,
  type Change,
  type Finding,
  type Item,
  KINDS,
  mergeChange,
  presenceOf,
  type Registers,
  type Resource,
  trimLog,
  viewsOf,
} from '@podguard/core';

/** A resource as it is now, of tied values the first. */
export function currentResource(
  item: Pick<Item, keyof Parameters<typeof trimLog>[0]>,
  present: boolean,
): Resource {
  const { kind, key, account, region, activity } = item;
  const identity = { kind, key, account, region };
  let registers: Registers | null = trimLog(item, 0).base;
  for (const uses of Object.values(activity)) registers = applyUse(registers, uses);
  if (registers === null) return unknownResource(identity);
  const [view] = viewsOf(identity, registers, presenceOf(registers));
  return { ...(view as Resource), present };
}

/** What changes say of resources of which nothing else is known. */
export function resourcesOf(changes: readonly Change[]): readonly Resource[] {
  return changes.map((change) => currentResource(mergeChange(undefined, change).history, true));
}

/** One of which nothing but its name is known, and its ARN where the finding has it. */
export function unknownResource({ kind, key, account, region, arn }: Finding['resource']): Resource {
  // Of a kind that only a newer version knows nothing is known.
  const names: readonly string[] = Object.hasOwn(KINDS, kind) ? KINDS[kind].sets : [];
  const sets = names.map((name) => [name, { members: new Map(), complete: false }]);
  const known = { present: true, bornAt: null, goneAt: null, activity: {}, former: {}, original: {} };
  return {
    kind,
    key,
    account,
    region,
    ...known,
    state: arn === undefined ? {} : { arn },
    sets: Object.fromEntries(sets),
  } as unknown as Resource;
}
