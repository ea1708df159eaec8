import { type Item, reasonOf, severityRank } from '@podguard/core';
import { faultOf, mapBounded } from '@podguard/inventory';
import type { Difference } from './difference.ts';
import type { DriftDeps } from './drift-deps.ts';
import type { DriftRun } from './drift-run.ts';
import { type Explained, idOf, keepExplained, loadExplained } from './explained.ts';
import { cameMeanwhile, explain } from './explanations.ts';
import { type Lookup, type LookupQuery, queriesFor } from './lookup.ts';
import { loadFindings } from './run-findings.ts';
import { isToldByEvents } from './told-by-events.ts';

export type ExplainDeps = Pick<DriftDeps, 'store' | 'results' | 'lookup' | 'lookups' | 'reading'>;
export type Explain = (run: DriftRun, remainingMs: () => number) => Promise<{ readonly done: boolean }>;

const PARALLEL = 8;
/** Kept after so many: a second try asks again for no more. */
const AT_ONCE = 20;
/** One lookup may be several pages, each of which may take long. */
const RESERVE_MS = 45_000;
/** So long an event may be on its way: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html */
const LATE_MS = 15 * 60_000;

/**
 * Creates what says of each difference where it comes from: its event came meanwhile, or the event history has a record that never came,
 * or none. The gravest are asked for first, as many as are wanted.
 */
export function createExplain(deps: ExplainDeps): Explain {
  const { store, results, lookups } = deps;
  return async (run, remainingMs) => {
    const known = await loadExplained(results, run);
    const { differences } = await loadFindings(results, run);
    const open = differences.filter((one) => one.explanation === null && !known.has(idOf(one)));
    const items = await mapBounded(open, PARALLEL, ({ key }) => store.load(key));
    const late: Explained[] = [];
    const left: Asked[] = [];
    open.forEach((difference, at) => {
      const item = items[at];
      if (item !== undefined && cameMeanwhile(item, difference))
        late.push(of(difference, { origin: 'late', reason: 'its event came meanwhile' }));
      else left.push({ difference, item });
    });
    await keepExplained(results, run, late);
    left.sort(
      (a, b) => worstOf(b.item) - worstOf(a.item) || (idOf(a.difference) < idOf(b.difference) ? -1 : 1),
    );
    let asked = [...known.values()].filter((one) => one.asked).length;
    const ask = onceEach(deps.lookup);
    const made: Explained[] = [];
    let explainedNow = 0;
    for (const one of left) {
      if (made.length >= AT_ONCE) await keepExplained(results, run, made.splice(0));
      const hasTime = () => remainingMs() >= RESERVE_MS;
      const explained = await askFor(one, { ask, mayAsk: asked < lookups, hasTime, deps });
      if (explained === null && explainedNow > 0) {
        await keepExplained(results, run, made);
        return { done: false };
      }
      // One for which a whole step is not enough is not asked for again.
      made.push(
        explained ?? of(one.difference, { reason: 'slow: the event history answered too late', asked: true }),
      );
      explainedNow += 1;
      if (made.at(-1)?.asked === true) asked += 1;
    }
    await keepExplained(results, run, made);
    return { done: true };
  };
}

interface Asked {
  readonly difference: Difference;
  readonly item: Item | undefined;
}

async function askFor(
  { difference, item }: Asked,
  {
    ask,
    mayAsk,
    hasTime,
    deps: { reading, lookups },
  }: {
    readonly ask: Lookup;
    readonly mayAsk: boolean;
    readonly hasTime: () => boolean;
    readonly deps: Pick<ExplainDeps, 'reading' | 'lookups'>;
  },
): Promise<Explained | null> {
  if (!isToldByEvents(difference)) return of(difference, { reason: 'no event tells of such a resource' });
  if (!mayAsk)
    return of(difference, { reason: `no more than ${lookups} differences of a run are looked up` });
  try {
    for (const queries of inTurns(queriesFor(difference))) {
      const records: unknown[] = [];
      for (const query of queries) {
        if (!hasTime()) return null;
        records.push(...(await ask(query)));
      }
      const explanation = explain(records, item, difference);
      if (explanation === null) continue;
      const isLate = Date.parse(difference.readAt) - Date.parse(explanation.at) < LATE_MS;
      const reason = isLate ? 'its event may still come' : null;
      return of(difference, { origin: isLate ? 'late' : 'missed', explanation, reason, asked: true });
    }
  } catch (error) {
    const { outcome } = faultOf(error);
    return of(difference, { reason: `${outcome}: ${reasonOf(error)}`, asked: true });
  }
  const until = reading
    .now()
    .toISOString()
    .replace(/\.\d{3}Z$/, 'Z');
  const reason = `at ${until} the event history of the last 90 days had no record of it`;
  return of(difference, { origin: 'out-of-band', reason, asked: true });
}

/** The resource's own records first; those of all calls of a name are many. */
function inTurns(queries: readonly LookupQuery[]): readonly (readonly LookupQuery[])[] {
  return [queries.filter((one) => 'resourceName' in one), queries.filter((one) => 'eventName' in one)];
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
