import { type Item, inSeconds, ownerKey, reasonOf, severityRank } from '@podguard/core';
import { faultOf, mapBounded } from '@podguard/inventory';
import type { Difference } from './difference.ts';
import type { DriftDeps } from './drift-deps.ts';
import type { DriftRun } from './drift-run.ts';
import { type Explained, idOf, keepExplained, loadExplained } from './explained.ts';
import { cameMeanwhile, explain, isForgotten, sinceOf } from './explanations.ts';
import { type Lookup, queriesFor } from './lookup.ts';
import { loadFindings } from './run-findings.ts';
import { isToldByEvents } from './told-by-events.ts';
import { bytesOf, keepUndecided, MOST_UNDECIDED_BYTES, takeUndecided } from './undecided.ts';

export type ExplainDeps = Pick<
  DriftDeps,
  'store' | 'state' | 'results' | 'lookup' | 'lookups' | 'reading' | 'isFed'
>;
export type Explain = (run: DriftRun, remainingMs: () => number) => Promise<{ readonly done: boolean }>;

const PARALLEL = 8;
/** Kept after so many: a second try asks again for no more. */
const AT_ONCE = 20;
/** One lookup may be several pages, each of which may take long. */
const RESERVE_MS = 45_000;
/** So long an event may be on its way, here and to the event history: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html */
const LATE_MS = 15 * 60_000;
const MAY_COME = 'its event may still come';

/**
 * Creates what says of each difference where it comes from: its event came meanwhile, or the event history has a record that never came,
 * or none. The gravest are asked for first, as many as are wanted. What is too young to be decided is kept for the next run.
 */
export function createExplain(deps: ExplainDeps): Explain {
  const { store, state, results, lookups } = deps;
  return async (run, remainingMs) => {
    await takeUndecided(state, results, run);
    const known = await loadExplained(results, run);
    const { differences } = await loadFindings(results, run);
    const open = differences.filter((one) => one.explanation === null && !known.has(idOf(one)));
    const items = await mapBounded(open, PARALLEL, ({ key }) => store.load(key));
    const owners = await loadOwners(open, store);
    const made: Explained[] = [];
    const left: Asked[] = [];
    open.forEach((difference, at) => {
      const item = items[at];
      const owner = owners.get(ownerKey(difference.kind, difference.key) ?? '');
      if (item !== undefined && cameMeanwhile(item, difference, owner))
        made.push(of(difference, { origin: 'late', reason: 'its event came meanwhile' }));
      else if (!isToldByEvents(difference))
        made.push(of(difference, { reason: 'no event tells of such a resource' }));
      else left.push({ difference, item });
    });
    left.sort(
      (a, b) => worstOf(b.item) - worstOf(a.item) || (idOf(a.difference) < idOf(b.difference) ? -1 : 1),
    );
    const asked = [...known.values()].filter((one) => one.asked).length;
    const reason = `no more than ${lookups} differences of a run are looked up`;
    for (const { difference } of left.splice(Math.max(0, lookups - asked)))
      made.push(of(difference, { reason }));
    await keepExplained(results, run, made.splice(0));
    const ask = onceEach(deps.lookup);
    const hasTime = () => remainingMs() >= RESERVE_MS;
    let room = MOST_UNDECIDED_BYTES;
    for (const one of differences) if (isUndecided(known.get(idOf(one)))) room -= bytesOf(one);
    for (const [at, one] of left.entries()) {
      if (made.length >= AT_ONCE) await keepExplained(results, run, made.splice(0));
      const explained = await askFor(one, { ask, hasTime, deps });
      if (explained === null && at > 0) {
        await keepExplained(results, run, made);
        return { done: false };
      }
      if (isUndecided(explained)) room -= bytesOf(one.difference);
      // One for which a whole step is not enough is not asked for again.
      if (explained === null)
        made.push(of(one.difference, { reason: 'slow: the event history answered too late', asked: true }));
      // One that nobody would look at again is told now.
      else made.push(isUndecided(explained) && room < 0 ? { ...explained, origin: 'not-asked' } : explained);
    }
    await keepExplained(results, run, made);
    const all = await loadExplained(results, run);
    await keepUndecided(
      state,
      differences.filter((one) => isUndecided(all.get(idOf(one)))),
    );
    return { done: true };
  };
}

function isUndecided(explained: Explained | null | undefined): boolean {
  return explained?.origin === 'late' && explained.asked;
}

/** The owners of what is gone: it may have gone with them. */
async function loadOwners(
  differences: readonly Difference[],
  store: ExplainDeps['store'],
): Promise<ReadonlyMap<string, Item | undefined>> {
  const gone = differences.filter(({ type }) => type === 'gone');
  const keys = [...new Set(gone.flatMap(({ kind, key }) => ownerKey(kind, key) ?? []))];
  const items = await mapBounded(keys, PARALLEL, (key) => store.load(key));
  return new Map(keys.map((key, at) => [key, items[at]]));
}

interface Asked {
  readonly difference: Difference;
  readonly item: Item | undefined;
}

/** Null where there is no time for it. */
async function askFor(
  { difference, item }: Asked,
  {
    ask,
    hasTime,
    deps: { reading, isFed = true },
  }: { readonly ask: Lookup; readonly hasTime: () => boolean; readonly deps: ExplainDeps },
): Promise<Explained | null> {
  const { type, readAt } = difference;
  if (type !== 'unapproved' && item !== undefined && isForgotten(item, difference))
    return of(difference, { reason: 'too much happened since: which events came is not kept', asked: true });
  const since = sinceOf(item, difference);
  const records: unknown[] = [];
  let told = explain(records, item, difference);
  let cutOff: string | undefined;
  try {
    for (const queries of queriesFor(difference, since)) {
      cutOff = undefined;
      for (const query of queries) {
        if (!hasTime()) return null;
        const { records: more, backTo } = await ask(query);
        records.push(...more);
        if (backTo !== null && backTo > (since ?? '') && backTo > (cutOff ?? '')) cutOff = backTo;
      }
      told = explain(records, item, difference);
      if (told.whole) break;
    }
  } catch (error) {
    const { outcome } = faultOf(error);
    return of(difference, { reason: `${outcome}: ${reasonOf(error)}`, asked: true });
  }
  const { explanation, reason, whole } = told;
  const now = reading.now();
  const at = inSeconds(now);
  const isYoung =
    now.getTime() - Date.parse(whole && explanation !== null ? explanation.at : readAt) < LATE_MS;
  // What is not as it was approved is so, whenever its event comes.
  if (isYoung && isFed && type !== 'unapproved') {
    const more = reason === null ? MAY_COME : `${MAY_COME}; ${reason}`;
    return of(difference, { origin: 'late', explanation, reason: more, asked: true });
  }
  if (explanation !== null) return of(difference, { origin: 'missed', explanation, reason, asked: true });
  if (cutOff !== undefined)
    return of(difference, {
      reason: `the event history has more records than were looked at, those since ${cutOff}`,
      asked: true,
    });
  if (isYoung)
    return of(difference, {
      reason: `at ${at} the event history had no record of it, which may still come`,
      asked: true,
    });
  return of(difference, {
    origin: 'out-of-band',
    reason: `at ${at} the event history of the last 90 days had no record of it`,
    asked: true,
  });
}

/** What was asked for one difference is known for the next. */
function onceEach(lookup: Lookup): Lookup {
  const asked = new Map<string, ReturnType<Lookup>>();
  return (query) => {
    const name = JSON.stringify(query);
    const known = asked.get(name) ?? lookup(query);
    asked.set(name, known);
    return known;
  };
}

function of(
  difference: Difference,
  {
    origin = 'not-asked',
    explanation = null,
    reason,
    asked = false,
  }: Partial<Explained> & Pick<Explained, 'reason'>,
): Explained {
  const { key, type } = difference;
  return { key, type, origin, explanation, reason, asked };
}

/** How grave the worst is that is open on it. */
function worstOf(item: Item | undefined): number {
  const open = item?.lives.filter(({ resolved }) => resolved === null) ?? [];
  return Math.max(-1, ...open.map(({ severity }) => severityRank(severity)));
}
