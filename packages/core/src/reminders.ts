import type { Config } from './config.ts';
import type { Finding } from './finding.ts';
import { severityRank } from './verdict.ts';

const HOUR_MS = 60 * 60_000;

/** Whether people are told again of a finding: grave, open for long, and nobody said that they know of it. */
export function isRemindedOf(
  { status, severity, opened, acknowledged }: Finding,
  { severity: least, everyHours }: NonNullable<Config['reminders']>,
  at: Date,
): boolean {
  return (
    status === 'open' &&
    acknowledged === null &&
    opened !== null &&
    severityRank(severity) >= severityRank(least) &&
    at.getTime() - Date.parse(opened.at) >= everyHours * HOUR_MS
  );
}
