import { counted } from '../counted.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long something has been so: `3 hours`, `18 days`. */
export function ageWords(since: string, now: Date): string {
  const ms = now.getTime() - Date.parse(since);
  if (Number.isNaN(ms)) return 'for a time that is not known';
  if (ms < HOUR_MS) return 'less than an hour';
  if (ms < 2 * DAY_MS) return counted(Math.floor(ms / HOUR_MS), 'hour');
  return counted(Math.floor(ms / DAY_MS), 'day');
}

/** How long something took: `45 seconds`, `12 minutes`. */
export function durationWords(from: string, to: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  if (seconds < 120) return counted(seconds, 'second');
  return counted(Math.round(seconds / 60), 'minute');
}

/** The columns of the table of ages: up to how many days each reaches. */
export const AGES = [
  { name: 'under a day', days: 1 },
  { name: 'under a week', days: 7 },
  { name: 'under 30 days', days: 30 },
  { name: 'older', days: Number.POSITIVE_INFINITY },
] as const;

export function ageIndex(since: string, now: Date): number {
  const days = (now.getTime() - Date.parse(since)) / DAY_MS;
  const index = AGES.findIndex((age) => days < age.days);
  return index === -1 ? AGES.length - 1 : index;
}
