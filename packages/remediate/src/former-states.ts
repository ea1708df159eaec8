import {
  applyChange,
  type Cause,
  type Finding,
  type History,
  type Kind,
  presenceOf,
  type Registers,
  type Resource,
  viewsOf,
} from '@podguard/core';

/** For how long something stood, through all changes that left it as it was. */
export interface Stretch<V> {
  /** Null where it was tied: nobody knows what stood. */
  readonly value: V | null;
  readonly from: string;
  /** Null: it stands. */
  readonly to: string | null;
  /** What made it so; null where that is older than the changes that are kept. */
  readonly since: Cause | null;
}

/** Who did what opened the finding, where that was done to this resource. */
export function openerIn({ log }: History, { opened }: Pick<Finding, 'opened'>): string | undefined {
  return log.find(({ stamp }) => stamp.eventId === opened?.eventId)?.cause.actor.principal;
}

/** One value of two that may be the same, where each knows what the other does not; null: they differ. */
export type Merge<V> = (before: V, after: V) => V | null;

interface Moment<K extends Kind> {
  readonly present: boolean;
  readonly view: Resource<K> | null;
  readonly at: string;
  readonly cause: Cause | null;
}

/** What stood one after the other in the newest life of each, the oldest first; one continues what the one before it had. */
export function stretchesOf<K extends Kind, V>(
  histories: readonly History[],
  read: (view: Resource<K>) => V,
  merge: Merge<V>,
): readonly Stretch<V>[] {
  const stretches: Stretch<V>[] = [];
  for (const { present, view, at, cause } of histories.flatMap((one) => newestLife<K>(one))) {
    const last = stretches.at(-1);
    if (!present) {
      if (last !== undefined) stretches.splice(-1, 1, { ...last, to: at });
      continue;
    }
    const value = view === null ? null : read(view);
    const merged =
      last === undefined || last.value === null || value === null ? null : merge(last.value, value);
    if (last !== undefined && merged !== null) stretches.splice(-1, 1, { ...last, value: merged, to: null });
    else {
      if (last !== undefined) stretches.splice(-1, 1, { ...last, to: last.to ?? at });
      stretches.push({ value, from: at, to: null, since: cause });
    }
  }
  return stretches;
}

/** In milliseconds; of what stands still: until now is not known, and so nothing. */
export function stoodFor({ from, to }: Pick<Stretch<unknown>, 'from' | 'to'>): number {
  return to === null ? 0 : Date.parse(to) - Date.parse(from);
}

function newestLife<K extends Kind>(recorded: History): readonly Moment<K>[] {
  const { base, horizon, log } = recorded;
  const folds: { readonly registers: Registers; readonly at: string; readonly cause: Cause | null }[] = [];
  const oldest = horizon?.time ?? log[0]?.stamp.time;
  if (base !== null && oldest !== undefined) folds.push({ registers: base, at: oldest, cause: null });
  for (const change of log)
    folds.push({
      registers: applyChange(folds.at(-1)?.registers ?? null, change),
      at: change.stamp.time,
      cause: change.cause,
    });
  const moments = folds.map(({ registers, at, cause }) => {
    const presence = presenceOf(registers);
    const views = presence.present ? viewsOf(recorded, registers, presence) : [];
    const view = (views.length === 1 ? views[0] : null) as Resource<K> | null | undefined;
    return { presence, moment: { present: presence.present, view: view ?? null, at, cause } };
  });
  const newest = moments.findLastIndex(({ presence }) => presence.present);
  const life = moments[newest]?.presence.incarnation;
  const first = moments.findIndex(
    ({ presence }, at) => at <= newest && presence.present && presence.incarnation === life,
  );
  return first < 0 ? [] : moments.slice(first).map(({ moment }) => moment);
}
