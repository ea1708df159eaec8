import {
  type Catalogue,
  type Config,
  type FindingContext,
  findingsOf,
  loadBaseline,
  type ServiceState,
  type Store,
} from '@podguard/core';
import { type AccountReport, countFindings, type Gap } from '@podguard/report';
import type { Difference } from './difference.ts';
import type { DriftRun } from './drift-run.ts';
import { createReportData } from './report-data.ts';
import { isDrift, reportDifferences } from './report-data-differences.ts';
import { keepOpen, loadOpenBefore } from './report-data-since.ts';
import { keepTrend, loadTrend, pointOf } from './report-data-trend.ts';
import { loadFindings, type RunFindings } from './run-findings.ts';
import type { RunResults } from './run-results.ts';
import { endRun } from './start-run.ts';

export interface FinishDeps {
  readonly store: Pick<Store, 'listItems'>;
  readonly state: ServiceState;
  readonly results: RunResults;
  readonly catalogue: Catalogue;
  readonly config: Config;
  /** What is exempt, and whose things are. */
  readonly context: () => Promise<FindingContext>;
  readonly account: string;
  /** False where no events come to this store: then what CloudTrail has a record of is not on its way. Default: they come. */
  readonly isFed?: boolean;
  readonly now: () => Date;
}

const MOST_DIFFERENCES = 5_000;

export type Finish = (run: DriftRun, how?: { readonly interrupted: boolean }) => Promise<AccountReport>;

/**
 * Creates what ends a run: it reports what the run found and what the store holds now, adds a point to the trend, and says
 * that the run is over. Done again it reports as of then, and the run stays one point. One that was interrupted is none, and a first
 * reading that was is not over.
 */
export function createFinish(deps: FinishDeps): Finish {
  const { store, state, results, catalogue, config, context, account, now, isFed = true } = deps;
  return async (run, { interrupted } = { interrupted: false }) => {
    const found = withDrift(await loadFindings(results, run), isFed);
    const decided = await context();
    const at = now();
    const trend = await loadTrend(state);
    const before = await loadOpenBefore(state, trend, run.run);
    const data = createReportData({ config, at, before, baseline: await loadBaseline(state) });
    for await (const item of store.listItems()) data.show(item, findingsOf(item, catalogue, decided));
    const { findings, resources, indeterminate, ...told } = data.result();
    const finishedAt = at.toISOString().replace(/\.\d{3}Z$/, 'Z');
    const drifted = found.differences.filter(isDrift).length;
    const { posture } = told;
    const point = pointOf(
      { run: run.run, at: finishedAt },
      { posture, findings, drifted, gaps: found.gaps.length },
    );
    if (!interrupted) await keepOpen(state, point, findings);
    const points = interrupted ? trend : await keepTrend(state, point);
    if (!interrupted || run.kind === 'drift') await endRun({ state, now }, run);
    return {
      title: titleOf(run, account),
      at,
      run: { id: run.run, kind: run.kind, startedAt: run.startedAt, finishedAt, read: found.read },
      findings,
      summary: summaryOf(run, found, { account, resources, indeterminate, drifted, findings }),
      ...told,
      trend: points,
      differences: reportDifferences(found.differences, findings).slice(0, MOST_DIFFERENCES),
      gaps: [...(interrupted ? [INTERRUPTED] : []), ...gapsOf(found)],
    };
  };
}

/** What is not as it was approved is so, whenever its event comes; and where none come, none is late. */
function withDrift(found: RunFindings, isFed: boolean): RunFindings {
  const isOnItsWay = ({ type, explanation }: Difference) =>
    type !== 'unapproved' && (isFed || explanation === null);
  const differences = found.differences.map((one) =>
    isDrift(one) || isOnItsWay(one) ? one : { ...one, origin: 'missed' as const, reason: null },
  );
  return { ...found, differences };
}

const INTERRUPTED: Gap = { what: 'the rest of the account', reason: 'the run was interrupted' };

function titleOf({ kind }: DriftRun, account: string): string {
  return kind === 'baseline' ? `Account ${account}: the first reading` : `Account ${account}`;
}

function summaryOf(
  { run, kind, startedAt }: DriftRun,
  { counts, read, differences }: RunFindings,
  now: {
    readonly account: string;
    readonly resources: number;
    readonly indeterminate: number;
    readonly drifted: number;
    readonly findings: AccountReport['findings'];
  },
): object {
  const { findings, ...rest } = now;
  const gone = differences.filter(({ type }) => type === 'gone').length;
  return { run, kind, startedAt, read, ...counts, gone, ...rest, findings: countFindings(findings) };
}

function gapsOf({ gaps, differences }: RunFindings): readonly Gap[] {
  const leftOut = differences.length - MOST_DIFFERENCES;
  if (leftOut <= 0) return gaps;
  return [
    ...gaps,
    { what: `${leftOut} more differences`, reason: `the report has the first ${MOST_DIFFERENCES}` },
  ];
}
