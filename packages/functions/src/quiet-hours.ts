import { type PeopleChannel, type Severity, severityRank } from '@podguard/core';

export type QuietHours = NonNullable<PeopleChannel['quietHours']>;

/** Whether people are left alone at that moment, by the clock of their place: with its summer time, and past midnight. */
export function isQuietHour({ from, to, timeZone }: QuietHours, at: Date): boolean {
  const time = timeOfDay(at, timeZone);
  return from < to ? from <= time && time < to : time >= from || time < to;
}

/** Whether that is told in quiet hours, too. */
export function isExcepted({ except }: QuietHours, severity: Severity): boolean {
  return except !== 'none' && severityRank(severity) >= severityRank(except);
}

function timeOfDay(at: Date, timeZone: string): string {
  const parts = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat('en-GB', { ...parts, timeZone }).format(at);
}
