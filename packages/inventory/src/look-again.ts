import { type History, inSeconds, READ_MARGIN_MS, type StateChange } from '@podguard/core';
import { says, withKept } from './news.ts';
import { lacks, standingOf } from './standing.ts';

/** A read is stamped in whole seconds, and clocks differ. */
const ROUNDING_MS = 2_000;

/**
 * From when on a read decides what this one could not, because what is tied or unknown is newer than it; undefined where another
 * would tell no more.
 */
export function lookAgainAt(read: StateChange, history: History | undefined): Date | undefined {
  if (history === undefined) return undefined;
  const change = withKept(read, standingOf(history));
  const now = standingOf(history, [change]);
  if (now === undefined || now.presence.newest === null || !lacks(now)) return undefined;
  const newest = Date.parse(now.presence.newest.time);
  const time = inSeconds(new Date(newest + 1_000));
  const later = standingOf(history, [{ ...change, stamp: { ...change.stamp, time } }]);
  if (later === undefined || says(later) === says(now)) return undefined;
  return new Date(newest + READ_MARGIN_MS + ROUNDING_MS);
}
