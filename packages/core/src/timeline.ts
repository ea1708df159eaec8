import type { Activity } from './activity.ts';
import type { Cause, Change } from './change.ts';
import type { History } from './item.ts';
import { presenceOf } from './presence.ts';
import { applyChange, applyUse, type Registers } from './registers.ts';
import { compareStamps, newerStamp, type Stamp } from './stamp.ts';

/** How many looks at other resources the history before the present is worth. */
const LOOKS = 1000;
const MAX_RELATED_STEPS = 60;

/** The registers after one change, or at the horizon (`change` is null). */
export interface Point {
  readonly stamp: Stamp;
  readonly registers: Registers;
  readonly change: Change | null;
}

/** Histories are never changed: what was folded once is kept as long as its log. */
const folded = new WeakMap<
  readonly Change[],
  { readonly base: Registers | null; readonly activity: Activity; readonly points: readonly Point[] }
>();

export function pointsOf(history: History): readonly Point[] {
  const known = folded.get(history.log);
  if (known !== undefined && known.base === history.base && known.activity === history.activity)
    return known.points;
  const points = fold(history);
  folded.set(history.log, { base: history.base, activity: history.activity, points });
  return points;
}

function fold(history: History): readonly Point[] {
  const points: Point[] = [];
  const { base, horizon } = history;
  const uses = Object.values(history.activity);
  let registers = base;
  if (registers !== null && horizon !== null) {
    for (const use of uses)
      if (compareStamps(use.first.stamp, horizon) <= 0) registers = applyUse(registers, use);
    points.push({ stamp: horizon, registers, change: null });
  }
  const begun = uses.filter(({ first }) => horizon === null || compareStamps(first.stamp, horizon) > 0);
  const all = [...history.log, ...begun.map(({ first }) => first)].sort((a, b) =>
    compareStamps(a.stamp, b.stamp),
  );
  for (const change of all) {
    const use = change.op === 'activity' ? history.activity[change.use] : undefined;
    if (use !== undefined) registers = applyUse(registers, use);
    else if (change.op !== 'activity') registers = applyChange(registers, change);
    if (registers !== null) points.push({ stamp: change.stamp, registers, change });
  }
  return points;
}

/** The state at the end of a second: within one the order of different resources' changes is not known. */
export function pointAt(points: readonly Point[], time: string): Point | undefined {
  const point = points.findLast(({ stamp }) => stamp.time <= time);
  if (point !== undefined) return point;
  // Older than the horizon: the fold is the nearest that is known.
  return points[0]?.change === null ? points[0] : undefined;
}

/** A moment at which the subject is judged: after its own change, or after those of its relations in one second. */
export interface Step {
  readonly stamp: Stamp;
  readonly own: Point;
  readonly cause: Cause | null;
}

/**
 * The steps at which a subject is judged. What lies before the newest horizon of all involved is one step, because the
 * history before it is no longer known for each.
 */
export function stepsOf(
  own: readonly Point[],
  related: readonly (readonly Point[])[],
  horizon: Stamp | null,
): readonly Step[] {
  const steps: Step[] = [];
  const before =
    horizon === null ? undefined : own.findLast(({ stamp }) => compareStamps(stamp, horizon) <= 0);
  const others = related.flat().filter((point) => point.change !== null);
  if (before !== undefined && horizon !== null) {
    const known = [...own, ...others].filter(
      ({ change, stamp }) => change !== null && compareStamps(stamp, horizon) <= 0,
    );
    const newest = known.reduce<Point | null>(
      (a, b) => (a === null || compareStamps(b.stamp, a.stamp) > 0 ? b : a),
      null,
    );
    steps.push({ stamp: horizon, own: before, cause: newest?.change?.cause ?? null });
  }
  const undone = undoneIn(own, others);
  const after = own.filter(
    (point) => (horizon === null || compareStamps(point.stamp, horizon) > 0) && !undone.has(point),
  );
  for (const point of after)
    steps.push({ stamp: point.stamp, own: point, cause: point.change?.cause ?? null });

  const judged = new Set(steps.map(({ stamp }) => stamp.time));
  const start = steps[0]?.stamp.time;
  const newestIn = new Map<string, Point>();
  for (const point of others) {
    const { time } = point.stamp;
    if (start === undefined || time < start || judged.has(time)) continue;
    const old = newestIn.get(time);
    if (old === undefined || compareStamps(point.stamp, old.stamp) > 0) newestIn.set(time, point);
  }
  // A hub has as many steps as dependents: the newest tell what happened, all tell what is.
  const recent = [...newestIn]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .slice(0, Math.min(MAX_RELATED_STEPS, Math.max(1, Math.floor(LOOKS / related.length))));
  for (const [time, point] of recent) {
    const at = own.findLast(({ stamp }) => stamp.time <= time);
    if (at !== undefined) steps.push({ stamp: point.stamp, own: at, cause: point.change?.cause ?? null });
  }
  return steps.sort((a, b) => compareStamps(a.stamp, b.stamp));
}

/**
 * The points of a second by the end of which the subject is deleted, where others changed in it too: whether those found it
 * there still is not known, and what takes all of it down makes such seconds.
 */
function undoneIn(own: readonly Point[], others: readonly Point[]): ReadonlySet<Point> {
  const undone = new Set<Point>();
  for (const { change, stamp } of own) {
    if (change?.op !== 'delete' || !others.some((other) => other.stamp.time === stamp.time)) continue;
    const second = own.filter((point) => point.stamp.time === stamp.time);
    const last = second.at(-1);
    if (last === undefined || presenceOf(last.registers).present) continue;
    for (const point of second) if (presenceOf(point.registers).present) undone.add(point);
  }
  return undone;
}

export function newestHorizon(histories: readonly History[]): Stamp | null {
  return histories.reduce<Stamp | null>((newest, { horizon }) => newerStamp(newest, horizon), null);
}
