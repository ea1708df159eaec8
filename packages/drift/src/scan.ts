import type { DriftDeps } from './drift-deps.ts';
import type { DriftRun } from './drift-run.ts';
import { firstReadings, type IsFirst } from './first-reading.ts';
import { shardWords } from './places.ts';
import { findPage, unlistedPage } from './read-page.ts';
import { recordChanges } from './record-changes.ts';
import { keepPage, pageName } from './run-pages.ts';
import type { Shard } from './shard.ts';

export type ScanDeps = Pick<DriftDeps, 'listings' | 'reading' | 'store' | 'engine' | 'state' | 'results'>;

export type Scan = (
  run: DriftRun,
  shards: readonly Shard[],
  remainingMs: () => number,
) => Promise<readonly Shard[]>;

/** A page takes seconds, and where AWS asks for patience some more. */
export const RESERVE_MS = 30_000;

/**
 * Creates what reads shards, page by page, until little time is left; what is left it returns, the first perhaps from a later page
 * on. At least one page is read. Throws what may pass when it is tried again: then nothing that was found is lost.
 */
export function createScan(deps: ScanDeps): Scan {
  return async (run, shards, remainingMs) => {
    const isFirst = await firstReadings(deps, run);
    let left = shards;
    do {
      const [shard, ...rest] = left;
      if (shard === undefined) return [];
      const { next } = await scanPage(run, shard, deps, isFirst);
      left = next === undefined ? rest : [next, ...rest];
    } while (remainingMs() >= RESERVE_MS);
    return left;
  };
}

/**
 * Reads one page: what was found is kept before it is recorded, so that a second try, which finds it recorded, adds to what the
 * first found.
 */
export async function scanPage(
  run: DriftRun,
  shard: Shard,
  deps: ScanDeps,
  isFirst: IsFirst,
): Promise<{ readonly next: Shard | undefined; readonly present: readonly string[] }> {
  const { page, changes, next, present } = await findPage(shard, deps, isFirst);
  const name = pageName(run, page);
  const kept = await keepPage(deps.results, run, name, page);
  const gaps = await recordChanges(deps.engine, changes);
  if (gaps.length > 0) await keepPage(deps.results, run, name, { ...kept, gaps: [...kept.gaps, ...gaps] });
  return { next: next === undefined ? undefined : { ...shard, token: next, page: shard.page + 1 }, present };
}

/** Creates what names shards that could not be read, however often they were tried, from the page on at which each is. */
export function createGiveUp({
  listings,
  results,
}: Pick<DriftDeps, 'listings' | 'results'>): (
  run: DriftRun,
  shards: readonly Shard[],
  reason: string,
) => Promise<void> {
  return async (run, shards, reason) => {
    for (const shard of shards) {
      const listing = listings.find(({ name }) => name === shard.listing);
      const what = listing === undefined ? shard.listing : shardWords(listing, shard);
      const page = unlistedPage(shard, { what, reason });
      await keepPage(results, run, pageName(run, page), page);
    }
  };
}
