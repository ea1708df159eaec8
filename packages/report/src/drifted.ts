import type { Finding } from '@podguard/core';
import type { AccountReport, ReportedDifference } from './account-report.ts';
import { time } from './time.ts';

/** What is drift: an event that is only late is none. */
export function driftOf({ differences }: Pick<AccountReport, 'differences'>): readonly ReportedDifference[] {
  return differences.filter(({ origin }) => origin !== 'late');
}

/** A resource may be neither as it was recorded nor as it was approved: it counts once. */
export function driftedResources(report: Pick<AccountReport, 'differences' | 'totals'>): number {
  return report.totals?.drifted ?? new Set(driftOf(report).map(({ key }) => key)).size;
}

/** Differences that are drift, and those that are not, also where the lists have not all. */
export function differenceCounts(report: Pick<AccountReport, 'differences' | 'totals'>): {
  readonly drift: number;
  readonly late: number;
} {
  const listed = driftOf(report).length;
  const late = report.totals?.late ?? report.differences.length - listed;
  return { drift: (report.totals?.differences ?? listed + late) - late, late };
}

/** Whether anything is known of what differs and what was not read. */
export function isCompared({ run, lastRuns = [] }: Pick<AccountReport, 'run' | 'lastRuns'>): boolean {
  return run !== undefined || lastRuns.length > 0;
}

export const NEVER_READ =
  'No run is known that read the account: what differs from what is recorded, and what could not be read, nobody knows.';

/** Where a report is of the store as it is: which run found what differs, and when. */
export function lastRunsWords({ run, lastRuns = [] }: AccountReport): readonly string[] {
  if (run !== undefined) return [];
  return lastRuns.map(({ account, id, kind, finishedAt, drifted, gaps }) => {
    const whose = lastRuns.length > 1 ? ` of account ${account}` : '';
    const found = `${drifted} resource${drifted === 1 ? '' : 's'} drifted, ${gaps} thing${gaps === 1 ? '' : 's'} not read`;
    return `As of the ${kind} run ${id}${whose}, which ended at ${time(finishedAt)}: ${found}.`;
  });
}

/** What ended otherwise may be worse now, gone, or never was. */
export function isFixed({ resolved }: Finding): boolean {
  return resolved?.reason === 'fixed';
}
