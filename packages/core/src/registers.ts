import type { Use } from './activity.ts';
import type { StateChange } from './change.ts';
import { type JsonValue, sameJson } from './json.ts';
import { KINDS } from './kinds.ts';
import { compareMoments, compareStamps, type Moment, newerStamp, type Rank, type Stamp } from './stamp.ts';

/** One of the values written in a register's second; without `value` it is unknown. */
export interface Alternative {
  readonly eventId: string;
  readonly rank: Rank;
  readonly value?: JsonValue;
}

/** A value that the field had, the newest stamp that wrote it, and the oldest where that is another one. */
export interface Seen {
  readonly value: JsonValue;
  readonly stamp: Stamp;
  readonly first?: Stamp;
}

/** Last writer wins. All values of its second are kept: several of its own rank are a tie. */
export interface Register extends Moment {
  readonly values: readonly Alternative[];
  /** There were more different values than are kept: it may hold any. */
  readonly more?: true;
  readonly seen?: readonly Seen[];
}

export interface SetRegisters {
  /** The newest moment at which the whole set was told, or null. */
  readonly asOf: Moment | null;
  /** The newest stamp from which on what was told until then, in its own second too, is no longer known. */
  readonly lostAt?: Stamp;
  readonly members: Readonly<Record<string, Register>>;
}

/** A create, a telling of the whole state, or a delete. */
export interface Mark {
  readonly op: 'create' | 'whole' | 'delete';
  readonly stamp: Stamp;
  readonly uniqueId?: string;
}

/**
 * All that is known of a resource, without its history. Applying changes is commutative, associative and idempotent, so
 * that neither the order nor the number of deliveries matters.
 */
export interface Registers {
  /** Time of the oldest change. */
  readonly first: string;
  readonly marks: readonly Mark[];
  readonly fields: Readonly<Record<string, Register>>;
  readonly sets: Readonly<Record<string, SetRegisters>>;
  /** What is known of its use by now; never part of a base. */
  readonly activity?: Readonly<Record<string, Use>>;
}

const MAX_MARKS = 3;
const MAX_TIED = 8;
/** As many as there are hop limits. */
const MAX_SEEN = 64;
const MAX_ABSENT = 200;

/** Adds what is known of a kind of use. */
export function applyUse(registers: Registers | null, use: Use): Registers {
  const { first } = use;
  const before = registers ?? { first: first.stamp.time, marks: [], fields: {}, sets: {} };
  return { ...before, activity: { ...before.activity, [first.use]: use } };
}

interface Applied {
  readonly before: Registers | null;
  readonly after: Registers;
}

const applied = new WeakMap<StateChange, Applied>();

/** Of the same registers and the same change the same ones are made: what was worked out of them is known still. */
export function applyChange(registers: Registers | null, change: StateChange): Registers {
  const known = applied.get(change);
  if (known !== undefined && known.before === registers) return known.after;
  const after = changed(registers, change);
  applied.set(change, { before: registers, after });
  return after;
}

function changed(registers: Registers | null, change: StateChange): Registers {
  const before = registers ?? { first: change.stamp.time, marks: [], fields: {}, sets: {} };
  const first = change.stamp.time < before.first ? change.stamp.time : before.first;
  if (change.op === 'delete')
    return { ...before, first, marks: addMark(before.marks, { op: 'delete', stamp: change.stamp }) };

  const spec = KINDS[change.kind];
  const tracked = spec.tracked as readonly string[];
  const fields = { ...before.fields };
  const names = change.op === 'put' ? spec.fields : Object.keys(change.fields);
  for (const name of names) {
    const reported = change.fields[name] ?? { value: null };
    const value = 'value' in reported ? reported.value : undefined;
    fields[name] = write(fields[name], change.stamp, value, tracked.includes(name));
  }
  const marks =
    change.op === 'put'
      ? addMark(before.marks, {
          op: change.creates ? 'create' : 'whole',
          stamp: change.stamp,
          ...(change.uniqueId === undefined ? {} : { uniqueId: change.uniqueId }),
        })
      : before.marks;
  return { ...before, first, marks, fields, sets: applySets(before.sets, change) };
}

function applySets(
  before: Registers['sets'],
  change: Exclude<StateChange, { op: 'delete' }>,
): Registers['sets'] {
  const sets = { ...before };
  const names = change.op === 'put' ? KINDS[change.kind].sets : Object.keys(change.sets);
  for (const name of names) {
    const told = change.sets[name];
    if (told === null && change.op === 'put') continue;
    const old = sets[name] ?? { asOf: null, members: {} };
    const members = new Map(Object.entries(old.members));
    for (const [member, value] of Object.entries(told ?? {})) {
      members.set(member, write(members.get(member), change.stamp, value, false));
    }
    const asOf = change.op === 'put' ? newerMoment(old.asOf, change.stamp) : old.asOf;
    const lostAt = newerStamp(old.lostAt ?? null, told === null ? change.stamp : null);
    const known = withoutOlder(withoutLost(members, lostAt), asOf);
    sets[name] = { asOf, ...(lostAt === null ? {} : { lostAt }), members: Object.fromEntries(known) };
  }
  return sets;
}

function write(
  old: Register | undefined,
  stamp: Stamp,
  value: JsonValue | undefined,
  tracked: boolean,
): Register {
  const { time, rank, eventId } = stamp;
  const alternative: Alternative = value === undefined ? { eventId, rank } : { eventId, rank, value };
  const seen = tracked ? { seen: addSeen(old?.seen ?? [], value, stamp) } : {};
  if (old === undefined || time > old.time) return { time, rank, values: [alternative], ...seen };
  if (time < old.time) return { ...old, ...seen };
  const values = tie(old.values, alternative);
  const kept = values.filter((value) => placeInRank(values, value) < MAX_TIED);
  const more = old.more === true || kept.length < values.length ? { more: true as const } : {};
  return { time, rank: rank > old.rank ? rank : old.rank, values: kept, ...more, ...seen };
}

/** Of equal values the smallest event ID is kept, in an order that does not depend on theirs of arrival. */
function tie(values: readonly Alternative[], added: Alternative): readonly Alternative[] {
  const same = values.find(({ rank, value }) => rank === added.rank && sameJson(value, added.value));
  const others = values.filter((alternative) => alternative !== same);
  const kept = same !== undefined && same.eventId < added.eventId ? same : added;
  return [...others, kept].sort((a, b) => a.rank - b.rank || (a.eventId < b.eventId ? -1 : 1));
}

function placeInRank(values: readonly Alternative[], value: Alternative): number {
  return values.filter(({ rank }) => rank === value.rank).indexOf(value);
}

function addSeen(seen: readonly Seen[], value: JsonValue | undefined, stamp: Stamp): readonly Seen[] {
  if (value === undefined) return seen;
  if (seen.length === 0) return [{ value, stamp }];
  const same = seen.find((entry) => sameJson(entry.value, value));
  const stamps = same === undefined ? [stamp] : [same.first ?? same.stamp, same.stamp, stamp];
  const [first = stamp, ...later] = stamps.toSorted(compareStamps);
  const last = later.at(-1) ?? first;
  const entry = { value, stamp: last, ...(compareStamps(first, last) === 0 ? {} : { first }) };
  return [...seen.filter((other) => other !== same), entry]
    .sort((a, b) => compareStamps(b.stamp, a.stamp))
    .slice(0, MAX_SEEN);
}

function addMark(marks: readonly Mark[], mark: Mark): readonly Mark[] {
  if (marks.some((other) => other.op === mark.op && other.stamp.eventId === mark.stamp.eventId)) return marks;
  const sorted = [...marks, mark].sort((a, b) => compareStamps(a.stamp, b.stamp));
  const excess = sorted.filter((other) => other.op === mark.op).length - MAX_MARKS;
  if (excess <= 0) return sorted;
  const oldest = sorted.find((other) => other.op === mark.op);
  return sorted.filter((other) => other !== oldest);
}

function newerMoment(a: Moment | null, b: Stamp): Moment {
  if (a !== null && compareMoments(a, b) >= 0) return a;
  return { time: b.time, rank: b.rank };
}

function withoutLost(
  members: ReadonlyMap<string, Register>,
  lostAt: Stamp | null,
): ReadonlyMap<string, Register> {
  if (lostAt === null) return members;
  return new Map([...members].filter(([, register]) => compareMoments(register, lostAt) > 0));
}

function withoutOlder(
  members: ReadonlyMap<string, Register>,
  asOf: Moment | null,
): readonly (readonly [string, Register])[] {
  const counting = [...members].filter(
    ([, register]) => asOf === null || compareMoments(register, asOf) >= 0,
  );
  const absent = counting.filter(([, { values }]) => values.every(({ value }) => value === null));
  if (absent.length <= MAX_ABSENT) return counting;
  // Of what was removed the oldest is forgotten: only a still older record could bring it back.
  const oldest = absent
    .sort(([a, one], [b, other]) => compareMoments(one, other) || (a < b ? -1 : 1))
    .slice(0, -MAX_ABSENT);
  return counting.filter((entry) => !oldest.includes(entry));
}
