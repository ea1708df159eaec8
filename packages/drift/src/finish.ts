import {
  type Baseline,
  type Catalogue,
  type Config,
  type FindingContext,
  findingsOf,
  inSeconds,
  loadBaseline,
  type ServiceState,
  type Store,
} from '@podguard/core';
import { type AccountReport, countFindings, type Gap } from '@podguard/report';
import type { DriftRun } from './drift-run.ts';
import { keepLastRun } from './last-run.ts';
import { createReportData } from './report-data.ts';
import { isDrift, reportDifferences } from './report-data-differences.ts';
import { loadReportedRemediations } from './report-data-remediations.ts';
import { keepOpen, loadOpenBefore } from './report-data-since.ts';
import { keepTrend, loadTrend, pointOf, pointsOf } from './report-data-trend.ts';
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
  readonly now: () => Date;
}

/** The report lists the gravest of them, and counts all. */
const MOST_DIFFERENCES = 5_000;

export interface FinishHow {
  readonly interrupted?: boolean;
  /** What the run did not come to, besides what it could not read. */
  readonly gaps?: readonly Gap[];
}

export type Finish = (run: DriftRun, how?: FinishHow) => Promise<AccountReport>;

/**
 * Creates what ends a run: it reports what the run found and what the store holds now, adds a point to the trend, and says
 * that the run is over. Done again it reports as of then, and the run stays one point. One that was interrupted is none, and a first
 * reading that was is not over.
 */
export function createFinish(deps: FinishDeps): Finish {
  const { store, state, results, catalogue, config, context, account, now } = deps;
  return async (run, { interrupted = false, gaps: more = [] } = {}) => {
    const found = await loadFindings(results, run);
    const decided = await context();
    const gaps = [...(interrupted ? [INTERRUPTED] : []), ...found.gaps, ...more];
    const at = now();
    const finishedAt = inSeconds(at);
    const isOver = !interrupted || run.kind === 'drift';
    const trend = pointsOf(await loadTrend(state), account);
    const before = await loadOpenBefore(state, trend, run.run);
    const begun = await loadBaseline(state);
    const baseline = isOver ? endedBy(run, finishedAt, begun) : begun;
    // It read what it read later than it began.
    const readings = interrupted ? [] : [{ account, at: run.startedAt, gaps }];
    const data = createReportData({ config, at, account, before, baseline, readings });
    for await (const item of store.listItems()) data.show(item, findingsOf(item, catalogue, decided));
    const { findings, resources, indeterminate, accounts: _one, ...told } = data.result();
    const drift = found.differences.filter(isDrift);
    const drifted = new Set(drift.map(({ key }) => key)).size;
    const counts = {
      differences: found.differences.length,
      late: found.differences.length - drift.length,
    };
    const remediations = await loadReportedRemediations(state, at, account);
    const differences = reportDifferences(found.differences, findings).slice(0, MOST_DIFFERENCES);
    const point = pointOf(
      { run: run.run, account, at: finishedAt },
      { posture: told.posture, findings, drifted, gaps: gaps.length },
    );
    if (!interrupted) {
      await keepOpen(state, point, findings);
      const last = { account, id: run.run, kind: run.kind, finishedAt, drifted, gaps: gaps.length };
      await keepLastRun(state, { run: last, gaps, differences, counts });
    }
    const points = interrupted ? trend : await keepTrend(state, point);
    if (isOver) await endRun({ state, now }, run);
    return {
      title: titleOf(run, account),
      at,
      run: { id: run.run, kind: run.kind, startedAt: run.startedAt, finishedAt, read: found.read },
      findings,
      summary: summaryOf(run, found, { account, resources, indeterminate, drifted, findings }),
      ...told,
      trend: points,
      differences,
      gaps,
      totals: { drifted, ...counts },
      ...(remediations === undefined ? {} : { remediations }),
    };
  };
}

const INTERRUPTED: Gap = { what: 'the rest of the account', reason: 'the run was interrupted' };

/** The report of a first reading is of one that is over. */
function endedBy(
  { run, startedAt }: DriftRun,
  finishedAt: string,
  baseline: Baseline | undefined,
): Baseline | undefined {
  const isIt = baseline?.run === run && baseline.startedAt === startedAt && baseline.finishedAt === null;
  return isIt ? { ...baseline, finishedAt } : baseline;
}

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
