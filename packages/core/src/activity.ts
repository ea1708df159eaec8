import type { ActivityChange } from './change.ts';
import type { Stamp } from './stamp.ts';

/** The first and the last hour of a kind of use, each with the earliest use in it. */
export interface Use {
  readonly first: ActivityChange;
  readonly last: ActivityChange;
}

/** By the kind of use. */
export type Activity = Readonly<Record<string, Use>>;

/** Adds a use; the same object where nothing new is learnt. Neither order nor number of deliveries matters. */
export function addUse(activity: Activity, change: ActivityChange): Activity {
  const use = { ...change, stamp: { ...change.stamp, time: hourOf(change.stamp) } };
  const old = activity[change.use];
  if (old === undefined) return { ...activity, [change.use]: { first: use, last: use } };
  const first = compareUses(use, old.first) < 0 ? use : old.first;
  const last = isLater(use, old.last) ? use : old.last;
  return first === old.first && last === old.last ? activity : { ...activity, [change.use]: { first, last } };
}

/** Of a later hour, or earlier in the same. */
function isLater(one: ActivityChange, other: ActivityChange): boolean {
  if (one.stamp.time !== other.stamp.time) return one.stamp.time > other.stamp.time;
  return compareUses(one, other) < 0;
}

function compareUses(one: ActivityChange, other: ActivityChange): number {
  if (one.cause.at !== other.cause.at) return one.cause.at < other.cause.at ? -1 : 1;
  if (one.stamp.eventId === other.stamp.eventId) return 0;
  return one.stamp.eventId < other.stamp.eventId ? -1 : 1;
}

function hourOf({ time }: Stamp): string {
  return `${time.slice(0, 13)}:00:00Z`;
}
