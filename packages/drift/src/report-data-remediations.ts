import type { RemediationState } from '@podguard/core';
import { type ReportedRemediations, reportRemediations } from '@podguard/report';
import { isOther } from './report-data-since.ts';

const DAYS = 90;
/** Of very many the newest. */
const MOST = 1_000;

/** What was done about findings of an account, or of all, within the last 90 days; undefined where that is nothing. */
export async function loadReportedRemediations(
  state: Pick<RemediationState, 'listRemediations'>,
  at: Date,
  account?: string,
): Promise<ReportedRemediations | undefined> {
  let unreadable = 0;
  const all = await state.listRemediations(MOST, undefined, () => {
    unreadable += 1;
  });
  const own = all.filter(({ plan }) => plan === null || !isOther(plan.target.account, account));
  return reportRemediations(own, new Date(at.getTime() - DAYS * 86_400_000).toISOString(), unreadable);
}
