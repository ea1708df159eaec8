import { isRead, READ_MARGIN_MS } from './change.ts';
import type { Turn } from './item.ts';
import { compareStamps } from './stamp.ts';
import type { Point } from './timeline.ts';

/** How much older than the read the act may be that made it necessary. */
const MOST_MS = 24 * 3_600_000;

export interface ActsAround {
  readonly own: readonly Point[];
  readonly others: readonly (readonly Point[])[];
  /** What the rule looks at of the resource itself, and of those around it. */
  readonly ownFields: ReadonlySet<string>;
  readonly otherFields: ReadonlySet<string>;
  /** The read made decidable what was not. */
  readonly wasUndecided: boolean;
}

/**
 * The act that a read of the account only made known, or null: one that made the resource, or wrote something that the rule
 * looks at. A read tells of the minute after its stamp, too: who acted on what was read in that minute made what it shows. Where
 * the read made decidable what was not, it is the last act on the resource before it.
 */
export function actBehind({ stamp, cause }: Turn, around: ActsAround): Turn | null {
  const { own, others, ownFields, otherFields, wasUndecided } = around;
  const at = Date.parse(stamp.time);
  const read = [own, ...others].find((points) =>
    points.some(({ change }) => change?.cause.eventId === cause.eventId),
  );
  const readFields = read === own ? ownFields : otherFields;
  return (
    newestAct(read ?? [], readFields, at, at + READ_MARGIN_MS) ??
    (wasUndecided ? newestAct(own, ownFields, at - MOST_MS, at) : null)
  );
}

function newestAct(
  points: readonly Point[],
  fields: ReadonlySet<string>,
  from: number,
  to: number,
): Turn | null {
  let found: Turn | null = null;
  for (const { change } of points) {
    if (change === null || isRead(change.cause) || !wrote(change, fields)) continue;
    const time = Date.parse(change.stamp.time);
    if (time < from || time > to) continue;
    if (found === null || compareStamps(change.stamp, found.stamp) > 0)
      found = { stamp: change.stamp, cause: change.cause };
  }
  return found;
}

function wrote(change: NonNullable<Point['change']>, fields: ReadonlySet<string>): boolean {
  if (change.op === 'activity' || change.op === 'delete') return false;
  if (change.op === 'put' && change.creates) return true;
  return [...Object.keys(change.fields), ...Object.keys(change.sets)].some((name) => fields.has(name));
}
