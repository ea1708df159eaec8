import type { JsonValue } from '@podguard/core';
import type { DriftRun, ShardPage } from './drift-run.ts';
import { mergePages } from './merge-pages.ts';
import type { RunResults } from './run-results.ts';
import { parsePage } from './shard-page.ts';

/** The names of what a run keeps begin with its start: an id may come again. */
export function nameIn({ startedAt }: DriftRun, ...parts: readonly string[]): string {
  return [startedAt.replace(/[-:]/g, ''), ...parts.map(encodeURIComponent)].join('/');
}

/** Keeps a page together with what an earlier try of it found. */
export async function keepPage(
  results: RunResults,
  run: DriftRun,
  name: string,
  page: ShardPage,
): Promise<ShardPage> {
  const before = await results.get(run.run, name);
  const merged = before === undefined ? page : mergePages(parsePage(name, before), page);
  await results.put(run.run, name, merged as unknown as JsonValue);
  return merged;
}

/** The pages of a part of the run; `earlier`: of runs that ended without a report. */
export async function* pagesOf(
  results: RunResults,
  run: DriftRun,
  part: 'earlier' | 'scan' | 'reconcile',
): AsyncIterable<ShardPage> {
  for await (const { name, value } of results.list(run.run, `${nameIn(run, part)}/`))
    yield parsePage(name, value);
}

/** The name of a shard's page. */
export function pageName(run: DriftRun, { shard }: Pick<ShardPage, 'shard'>): string {
  const { listing, region, cluster, page } = shard;
  return nameIn(run, 'scan', listing, region, cluster ?? '-', String(page).padStart(6, '0'));
}
