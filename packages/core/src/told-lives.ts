import { forgottenCause } from './change.ts';
import type { Announced, Item, Life, Resolution } from './item.ts';
import type { Rule } from './rule.ts';
import { compareStamps, type Stamp } from './stamp.ts';

/** Whether the life that was told is no longer there: at most one that had ended before it. */
export function isGone(told: Announced, last: Life | undefined): boolean {
  return last === undefined || (last.resolved !== null && last.resolved.stamp.time < told.until);
}

/** Whether the life that was told as open ended, and another began. */
export function endedSince(item: Item, rule: string, told: Announced | undefined): boolean {
  if (told === undefined) return false;
  return [...item.past, ...item.lives].some(
    (life) => life.rule === rule && life.resolved !== null && life.resolved.stamp.time > told.until,
  );
}

/** What was told as open and, as a late record shows, never was: people hear of its end. */
export function takenBack(item: Item, { id, title }: Rule, told: Announced): Life {
  const summary = `${title}: a record that came late shows that it was not so`;
  return ended(item, told, { rule: id, reason: 'corrected', summary });
}

/** The end of what was told as open and of which nothing else is known any more. */
export function ended(
  item: Item,
  told: Announced,
  { rule, reason, summary }: { readonly rule: string; readonly reason: Resolution; readonly summary: string },
): Life {
  const newest = item.log.at(-1);
  const stamp = { time: told.until, rank: 1 as const, eventId: told.opened };
  const opened = { stamp, cause: forgottenCause(stamp) };
  const end =
    newest === undefined ? opened : { stamp: notBefore(told.until, newest.stamp), cause: newest.cause };
  return {
    rule,
    opened,
    resolved: { ...end, reason },
    severity: told.severity,
    summary,
    evidence: [],
    witness: told.witness,
    unverified: false,
    reasons: [],
    changes: [],
  };
}

/** What ends it may be known by a record of another resource, later than any of this one. */
function notBefore(time: string, stamp: Stamp): Stamp {
  return stamp.time < time ? { ...stamp, time } : stamp;
}

export function lastLife(item: Item, rule: string): Life | undefined {
  return [...item.past, ...item.lives]
    .filter((life) => life.rule === rule)
    .reduce<Life | undefined>((a, b) => (a === undefined || compareLives(b, a) >= 0 ? b : a), undefined);
}

function compareLives(a: Life, b: Life): number {
  if ((a.resolved === null) !== (b.resolved === null)) return a.resolved === null ? 1 : -1;
  return compareStamps(a.opened.stamp, b.opened.stamp);
}
