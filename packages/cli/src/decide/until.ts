import { exemptionTime, ServiceError } from '@podguard/core';

const DAY_MS = 86_400_000;

/** A date, a time, or a number of days from now (`30d`), as ISO 8601. */
export function parseUntil(text: string, now: Date): string {
  const [, days] = /^(\d{1,4})d$/.exec(text) ?? [];
  if (days !== undefined) return new Date(now.getTime() + Number(days) * DAY_MS).toISOString();
  if (exemptionTime.safeParse(text).success) return new Date(text).toISOString();
  throw new ServiceError(
    'usage',
    `--until ${text}: give a date as 2026-12-31, a time as 2026-12-31T12:00:00Z, or days from now as 30d`,
  );
}
