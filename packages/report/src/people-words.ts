import type { Finding } from '@podguard/core';
import { counted } from './counted.ts';
import { time } from './time.ts';

const WEEK_MS = 7 * 86_400_000;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Until when it is exempt, and by whose decision, for what reason. */
export function exemptionWords({ reason, author, until, id }: NonNullable<Finding['exemption']>): string {
  return `exempt until ${time(until)} by ${author}: ${reason} (${id})`;
}

/** How soon an exemption ends where that is within a week, to the point in time from which it is looked at; else null. */
export function endsSoonWords({ until }: NonNullable<Finding['exemption']>, at: Date): string | null {
  const left = Date.parse(until) - at.getTime();
  if (!(left < WEEK_MS)) return null;
  if (left <= 0) return 'it has ended';
  if (left < HOUR_MS) return 'ends within the hour';
  if (left < 2 * DAY_MS) return `ends in ${counted(Math.floor(left / HOUR_MS), 'hour')}`;
  return `ends in ${counted(Math.round(left / DAY_MS), 'day')}`;
}

/** Whose it is where somebody says so, and who knows of it; who made it is told by who opened it, mostly. */
export function peopleWords({
  owner,
  acknowledged,
}: Pick<Finding, 'owner' | 'acknowledged'>): readonly string[] {
  return [
    ...(owner === null || owner.from === 'creator' ? [] : [`owner ${owner.name}`]),
    ...(acknowledged === null ? [] : [`acknowledged by ${acknowledged.by}, ${time(acknowledged.at)}`]),
  ];
}
