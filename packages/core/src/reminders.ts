import type { Config } from './config.ts';
import type { Finding } from './finding.ts';
import { severityRank } from './verdict.ts';

const HOUR_MS = 60 * 60_000;

/** Whether people are told again of a finding: grave, open for long, and nobody said that they know of it; nobody heard of anything before `heardAt`. */
export function isRemindedOf(
  { status, severity, opened, acknowledged }: Finding,
  { severity: least, everyHours }: NonNullable<Config['reminders']>,
  at: Date,
  heardAt?: string,
): boolean {
  const since = Math.max(Date.parse(opened?.at ?? ''), heardAt === undefined ? 0 : Date.parse(heardAt));
  return (
    status === 'open' &&
    acknowledged === null &&
    severityRank(severity) >= severityRank(least) &&
    at.getTime() - since >= everyHours * HOUR_MS
  );
}
