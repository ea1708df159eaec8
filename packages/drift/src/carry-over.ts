import type { Difference } from './difference.ts';
import type { DriftRun, ShardPage } from './drift-run.ts';
import { keepPage, nameIn } from './run-pages.ts';
import type { RunResults } from './run-results.ts';
import { parsePage } from './shard-page.ts';

/** What a run found that ended without a report. */
export interface Unreported {
  readonly run: string;
  readonly results: RunResults;
}

/** Pages in the results of a run, whenever it began. */
const PAGE = /^[^/]+\/(earlier|scan|reconcile)\//;

/**
 * Takes over what differed in runs that ended without a report, the oldest first: what they found is recorded, so that nobody finds
 * it again. Done again it is the same.
 */
export async function carryOver(
  run: DriftRun,
  results: RunResults,
  unreported: readonly Unreported[],
): Promise<void> {
  for (const [index, earlier] of unreported.entries())
    for await (const { name, value } of earlier.results.list(earlier.run, '')) {
      if (!PAGE.test(name)) continue;
      const page = parsePage(name, value);
      const differences = page.differences.filter(isCarried);
      if (differences.length === 0) continue;
      const at = nameIn(run, 'earlier', String(index).padStart(3, '0'), name);
      await keepPage(results, run, at, { ...page, ...NOTHING, differences });
    }
}

/** What is not as it was approved each run finds by itself. */
function isCarried({ type }: Difference): boolean {
  return type !== 'unapproved';
}

/** Of what else is on a page this run has its own. */
const NOTHING: Pick<ShardPage, 'seen' | 'news' | 'again' | 'gaps' | 'last' | 'counts'> = {
  ...{ seen: [], news: [], again: [], gaps: [], last: false },
  counts: { unchanged: 0, changed: 0, appeared: 0, learnt: 0 },
};
