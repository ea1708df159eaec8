import type { Kind } from '@podguard/core';
import type { Listing } from '@podguard/inventory';
import type { Compared } from './compare-read.ts';
import { type Coverage, loadCoverage } from './coverage.ts';
import type { Difference } from './difference.ts';
import type { DriftDeps } from './drift-deps.ts';
import type { DriftRun } from './drift-run.ts';
import { isToldByEvents } from './told-by-events.ts';

/** Whether what a listing shows in a region, or one resource of it, was never read before: then nothing of it is drift. */
export type IsFirst = (listing: Pick<Listing, 'name' | 'scope'>, region: string, key: string) => boolean;

export async function firstReadings(
  { state, reading }: Pick<DriftDeps, 'state' | 'reading'>,
  { kind }: DriftRun,
): Promise<IsFirst> {
  if (kind === 'baseline') return () => true;
  const coverage: Coverage = await loadCoverage(state, reading.account);
  const unread = new Set(coverage.unread);
  return ({ name, scope }, region, key) =>
    unread.has(key) || !(coverage.listings[name] ?? []).includes(scope === 'account' ? '' : region);
}

/**
 * What differs, without what is no drift: what is read for the first time, or told by no event, or was never listed because not
 * all of its kind are.
 */
export function driftIn(
  compared: readonly Compared[],
  { isFirst, kinds }: { readonly isFirst: (key: string) => boolean; readonly kinds: readonly Kind[] },
): readonly Difference[] {
  return compared
    .flatMap(({ difference }) => difference ?? [])
    .filter(
      (one) =>
        !isFirst(one.key) && isToldByEvents(one) && (one.type !== 'appeared' || kinds.includes(one.kind)),
    );
}
