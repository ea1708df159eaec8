import { isRead, READ_MARGIN_MS } from './change.ts';
import type { Turn } from './item.ts';
import { compareStamps } from './stamp.ts';
import type { Point } from './timeline.ts';

/** How much older than the read the act may be that made it necessary. */
const MOST_MS = 24 * 3_600_000;

/**
 * The act that a read of the account only made known, or null. A read tells of the minute after its stamp, too: who acted on
 * what was read in that minute made what it shows. Where the read made decidable what was not, it is the last act on the
 * resource before it.
 */
export function actBehind(
  { stamp, cause }: Turn,
  own: readonly Point[],
  others: readonly (readonly Point[])[],
  wasUndecided: boolean,
): Turn | null {
  const at = Date.parse(stamp.time);
  const read = [own, ...others].find((points) =>
    points.some(({ change }) => change?.cause.eventId === cause.eventId),
  );
  const newest = (points: readonly Point[], from: number, to: number): Turn | null => {
    let found: Turn | null = null;
    for (const { change } of points) {
      if (change === null || change.op === 'activity' || isRead(change.cause)) continue;
      const time = Date.parse(change.stamp.time);
      if (time < from || time > to) continue;
      if (found === null || compareStamps(change.stamp, found.stamp) > 0)
        found = { stamp: change.stamp, cause: change.cause };
    }
    return found;
  };
  return newest(read ?? [], at, at + READ_MARGIN_MS) ?? (wasUndecided ? newest(own, at - MOST_MS, at) : null);
}
