import { type Config, loadBaseline, type ServiceState } from '@podguard/core';
import type { AccountReport } from '@podguard/report';
import { loadLastRun, type RunTold } from './last-run.ts';
import { createReportData, type ReportData, type ReportDataReader } from './report-data.ts';
import { loadReportedRemediations } from './report-data-remediations.ts';
import { loadOpenBefore } from './report-data-since.ts';
import { loadTrend } from './report-data-trend.ts';

/** What a report of a store as it is has besides its findings; `show` is given every item of the store. */
export interface StoreReport extends Pick<ReportDataReader, 'show'> {
  result(): Omit<ReportData, 'findings' | 'resources' | 'accounts' | 'indeterminate'> &
    Pick<AccountReport, 'title' | 'trend' | 'differences' | 'gaps' | 'lastRuns' | 'totals' | 'remediations'>;
}

/** Begins a report of a store without a run: what its marks tell of past ones is in it. */
export async function reportStore(state: ServiceState, config: Config, at: Date): Promise<StoreReport> {
  const trend = await loadTrend(state);
  const accounts = [...new Set(trend.flatMap(({ account = [] }) => account))];
  // A run tells of its account, and is compared with no other's.
  const before = accounts.length > 1 ? undefined : await loadOpenBefore(state, trend);
  const told = (await Promise.all(accounts.map((account) => loadLastRun(state, account)))).filter(
    (one) => one !== undefined,
  );
  const readings = told.map(({ run, gaps }) => ({ account: run.account, at: run.finishedAt, gaps }));
  const remediations = await loadReportedRemediations(state, at);
  const data = createReportData({ config, at, before, readings, baseline: await loadBaseline(state) });
  return {
    show: data.show,
    result() {
      const {
        findings: _findings,
        resources: _resources,
        indeterminate: _undecided,
        accounts,
        ...now
      } = data.result();
      return {
        title: titleOf(accounts),
        ...now,
        trend,
        ...lastOf(told),
        ...(remediations === undefined ? {} : { remediations }),
      };
    },
  };
}

/** What the last runs found, as of then; nothing of what no run read. */
function lastOf(
  told: readonly RunTold[],
): Pick<AccountReport, 'differences' | 'gaps' | 'lastRuns' | 'totals'> {
  const lastRuns = told.map(({ run }) => run);
  const differences = told.flatMap((one) => one.differences);
  if (told.length === 0) return { lastRuns, differences };
  const sum = (of: (one: RunTold) => number) => told.reduce((all, one) => all + of(one), 0);
  return {
    lastRuns,
    differences,
    gaps: told.flatMap(({ run: { account }, gaps }) =>
      told.length === 1 ? gaps : gaps.map((gap) => ({ ...gap, what: `account ${account}: ${gap.what}` })),
    ),
    totals: {
      drifted: sum(({ run }) => run.drifted),
      differences: sum(({ counts }) => counts.differences),
      late: sum(({ counts }) => counts.late),
      gaps: sum(({ run }) => run.gaps),
    },
  };
}

function titleOf(accounts: readonly string[]): string {
  const [first, another] = accounts;
  if (first === undefined) return 'What is recorded';
  return another === undefined ? `Account ${first}` : `${accounts.length} accounts`;
}
