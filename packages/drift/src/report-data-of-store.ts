import { type Config, loadBaseline, type ServiceState } from '@podguard/core';
import type { AccountReport } from '@podguard/report';
import { createReportData, type ReportData, type ReportDataReader } from './report-data.ts';
import { loadOpenBefore } from './report-data-since.ts';
import { loadTrend } from './report-data-trend.ts';

/** What a report of a store as it is has besides its findings; `show` is given every item of the store. */
export interface StoreReport extends Pick<ReportDataReader, 'show'> {
  result(): Omit<ReportData, 'findings' | 'resources' | 'indeterminate'> &
    Pick<AccountReport, 'title' | 'trend' | 'differences'>;
}

/** Begins a report of a store without a run: what its marks tell of past ones is in it. */
export async function reportStore(state: ServiceState, config: Config, at: Date): Promise<StoreReport> {
  const trend = await loadTrend(state);
  const before = await loadOpenBefore(state, trend);
  const data = createReportData({ config, at, before, baseline: await loadBaseline(state) });
  return {
    show: data.show,
    result() {
      const {
        findings: _findings,
        resources: _resources,
        indeterminate: _undecided,
        ...told
      } = data.result();
      return { title: titleOf(told), ...told, trend, differences: [] };
    },
  };
}

function titleOf({ posture: { accounts } }: Pick<ReportData, 'posture'>): string {
  const [first, another] = accounts;
  if (first === undefined) return 'What is recorded';
  return another === undefined ? `Account ${first.account}` : `${accounts.length} accounts`;
}
