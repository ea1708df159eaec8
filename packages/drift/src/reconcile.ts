import { type Item, keyOfEdge } from '@podguard/core';
import { createLiveReads } from '@podguard/inventory';
import { coverRun } from './cover-run.ts';
import type { DriftDeps } from './drift-deps.ts';
import type { DriftRun } from './drift-run.ts';
import { firstReadings } from './first-reading.ts';
import { placesOf } from './places.ts';
import { readOnes } from './read-ones.ts';
import { compareApprovals } from './reconcile-approvals.ts';
import { RESERVE_MS } from './scan.ts';
import { loadSeen, type Seen } from './seen.ts';

export type ReconcileDeps = Pick<
  DriftDeps,
  'listings' | 'reading' | 'store' | 'engine' | 'state' | 'results' | 'pause'
>;

/** `from`: what the one before returned as `next`; without `next` all is done. */
export type Reconcile = (
  run: DriftRun,
  from: string | undefined,
  remainingMs: () => number,
) => Promise<{ readonly next: string | undefined }>;

const AT_ONCE = 50;
/** What is looked at again is due a minute after its event. */
const LONGEST_PAUSE_MS = 65_000;
const AFTER_PAUSE_MS = 15_000;
const ITEMS = 'items ';
const AGAIN = 'again ';
const APPROVED = 'approved ';

/**
 * Creates what looks for what is recorded and was not listed: where its place was listed to its end, its reader says whether it is
 * gone, or was made since. What a judgement misses that was never heard of is read, too: what others name may not be there. Then what was newer than its read is read again, and what people approved is compared.
 */
export function createReconcile(deps: ReconcileDeps): Reconcile {
  return async (run, from, remainingMs) => {
    const seen = await loadSeen(deps, run);
    const isFirst = await firstReadings(deps, run);
    const { canRead } = createLiveReads({ ...deps.reading, recorded: deps.store.load });
    const asked = new Set<string>();
    const hasTime = () => remainingMs() >= RESERVE_MS;
    let at = from ?? ITEMS;
    if (at.startsWith(ITEMS)) {
      const next = await overItems(at.slice(ITEMS.length));
      if (next !== undefined) return { next: `${ITEMS}${next}` };
      at = AGAIN;
    }
    if (at.startsWith(AGAIN)) {
      const next = await overAgain(at.slice(AGAIN.length));
      if (next !== undefined) return { next: `${AGAIN}${next}` };
      at = APPROVED;
    }
    const next = await compareApprovals(deps, run, { after: at.slice(APPROVED.length), hasTime });
    if (next !== undefined) return { next: `${APPROVED}${next}` };
    await coverRun(deps, run, { seen, isFirst });
    return { next: undefined };

    async function unknownAround(item: Item): Promise<readonly string[]> {
      if (!item.present || item.undecided.every(({ undecidable }) => undecidable === true)) return [];
      const unknown: string[] = [];
      for (const key of item.edges.map(keyOfEdge)) {
        if (seen.keys.has(key) || asked.has(key) || !canRead(key)) continue;
        asked.add(key);
        if ((await deps.store.load(key)) === undefined) unknown.push(key);
      }
      return unknown;
    }

    async function overItems(after: string): Promise<string | undefined> {
      let missing: string[] = [];
      let last = after;
      let count = 0;
      for await (const item of deps.store.listItems(after === '' ? undefined : after)) {
        last = item.key;
        count += 1;
        if (isMissing(item, seen, deps)) missing.push(item.key);
        missing.push(...(await unknownAround(item)));
        if (missing.length < AT_ONCE && (count % AT_ONCE > 0 || hasTime())) continue;
        await readOnes(run, missing, deps, { isFirst, unlistedBy: seen });
        missing = [];
        if (!hasTime()) return last;
      }
      await readOnes(run, missing, deps, { isFirst, unlistedBy: seen });
      return undefined;
    }

    async function overAgain(after: string): Promise<string | undefined> {
      const wanted = [...new Map(seen.again.map((one) => [one.key, one])).values()]
        .filter(({ key }) => key > after)
        .sort((a, b) => (a.key < b.key ? -1 : 1));
      for (let first = 0; first < wanted.length; first += AT_ONCE) {
        const some = wanted.slice(first, first + AT_ONCE);
        const before = wanted[first - 1]?.key ?? after;
        const dueAt = Math.max(...some.map(({ at: due }) => Date.parse(due)));
        const waitMs = Math.min(dueAt - deps.reading.now().getTime(), LONGEST_PAUSE_MS);
        if (remainingMs() < Math.max(0, waitMs) + AFTER_PAUSE_MS) return before;
        if (waitMs > 0) await deps.pause(waitMs);
        await readOnes(
          run,
          some.map(({ key }) => key),
          deps,
          { isFirst },
        );
      }
      return undefined;
    }
  };
}

/** What is recorded as there, and was not listed where it had to be. */
function isMissing(
  item: Item,
  { keys, whole, clusters, notListed }: Seen,
  { listings, reading }: Pick<DriftDeps, 'listings' | 'reading'>,
): boolean {
  if (!item.present || item.account !== reading.account || keys.has(item.key)) return false;
  if (item.base === null && item.log.length === 0) return false;
  if ([...notListed].some((start) => item.key.startsWith(start))) return false;
  return placesOf(item, listings, clusters).some((place) => whole.has(place));
}
