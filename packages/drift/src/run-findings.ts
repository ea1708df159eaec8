import type { Gap } from '@podguard/report';
import type { Difference } from './difference.ts';
import type { DriftRun, News, ReadCounts } from './drift-run.ts';
import { idOf, loadExplained } from './explained.ts';
import { mergeDifferences, mergeNews } from './merge-pages.ts';
import { pagesOf } from './run-pages.ts';
import type { RunResults } from './run-results.ts';
import { countsOf } from './shard-page.ts';

/** All that a run found. */
export interface RunFindings {
  /** Each with where it comes from. */
  readonly differences: readonly Difference[];
  readonly gaps: readonly Gap[];
  readonly counts: ReadCounts;
  /** Resources that were read. */
  readonly read: number;
}

export async function loadFindings(results: RunResults, run: DriftRun): Promise<RunFindings> {
  const found: Difference[] = [];
  const gaps = new Map<string, Gap>();
  const news: News[] = [];
  const seen = new Set<string>();
  for (const part of ['earlier', 'scan', 'reconcile'] as const) {
    for await (const page of pagesOf(results, run, part)) {
      found.push(...page.differences);
      for (const gap of page.gaps) gaps.set(`${gap.what} ${gap.reason}`, gap);
      for (const key of page.seen) seen.add(key);
      news.push(...page.news);
    }
  }
  const unread = new Set([...gaps.values()].map(({ what }) => what));
  const explained = await loadExplained(results, run);
  return {
    differences: mergeDifferences(found).map((one) => {
      const known = explained.get(idOf(one));
      if (known === undefined) return one;
      const { origin, explanation, reason } = known;
      return { ...one, origin, explanation, reason };
    }),
    gaps: [...gaps.values()],
    counts: countsOf({ seen, news: mergeNews(news), gaps: [...gaps.values()] }),
    read: [...seen].filter((key) => !unread.has(key)).length,
  };
}
