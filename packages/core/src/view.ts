import type { Activity } from './activity.ts';
import { type JsonValue, sameJson } from './json.ts';
import { KINDS, type Kind } from './kinds.ts';
import type { Presence } from './presence.ts';
import type { Register, Registers, Seen } from './registers.ts';
import type { Resource, SetState } from './resource.ts';
import { compareMoments, compareStamps, type Moment, type Stamp } from './stamp.ts';

export interface Identity {
  readonly kind: Kind;
  readonly key: string;
  readonly account: string;
  readonly region: string;
}

/** `undefined`: unknown. */
type Value = JsonValue | undefined;

const MAX_VIEWS = 16;

/** The states that the registers admit: one, or where values are tied one for each combination of them. */
export function viewsOf(identity: Identity, registers: Registers, presence: Presence): readonly Resource[] {
  const values = new Map<Register, readonly Value[]>();
  for (const register of Object.values(registers.fields))
    values.set(register, valuesOf(register, presence, false));
  const surest = surestRank(registers, presence);
  for (const set of Object.values(registers.sets)) {
    for (const register of Object.values(set.members))
      values.set(register, valuesOf(register, presence, register.rank > surest));
  }
  const tied = [...values].filter(([, choices]) => choices.length > 1);
  const combinations = tied.reduce((product, [, choices]) => product * choices.length, 1);
  if (combinations > MAX_VIEWS) {
    // Too many to try: once what is tied is unknown, once every member is there that may be.
    return [
      view(identity, registers, presence, (register) =>
        isTied(values, register) ? undefined : values.get(register)?.[0],
      ),
      view(identity, registers, presence, (register) =>
        isTied(values, register)
          ? values
              .get(register)
              ?.find((value) => value !== null && value !== undefined && isMember(registers, register))
          : values.get(register)?.[0],
      ),
    ];
  }
  return Array.from({ length: combinations }, (_, index) => {
    const chosen = new Map<Register, Value>();
    let rest = index;
    for (const [register, choices] of tied) {
      chosen.set(register, choices[rest % choices.length]);
      rest = Math.floor(rest / choices.length);
    }
    return view(identity, registers, presence, (register) =>
      chosen.has(register) ? chosen.get(register) : values.get(register)?.[0],
    );
  });
}

function isTied(values: ReadonlyMap<Register, readonly Value[]>, register: Register): boolean {
  return (values.get(register)?.length ?? 0) > 1;
}

function isMember(registers: Registers, register: Register): boolean {
  return Object.values(registers.sets).some(({ members }) => Object.values(members).includes(register));
}

/**
 * Up to which rank a set's member of the second in which the resource was made again is of the new life for sure: what the
 * create brought is, unless the life before was told in that second, too.
 */
function surestRank({ marks }: Registers, { remadeAt }: Presence): number {
  const told = marks.filter(
    ({ op, stamp }) => op !== 'delete' && stamp.time === remadeAt && stamp.rank === 0,
  );
  return told.length > 1 ? -1 : 0;
}

/**
 * The values that a register may hold: those of its own rank; in the second in which the resource was made again all of
 * them, and for a set's member that may be of the life before also that it is not there.
 */
function valuesOf(register: Register, presence: Presence, mayBeGone: boolean): readonly Value[] {
  if (!counts(register, presence.floor)) return [];
  const remade = register.time === presence.remadeAt;
  const admitted = register.values.filter(({ rank }) => remade || rank === register.rank);
  const values: Value[] = remade && mayBeGone ? [null] : [];
  for (const { value } of admitted) {
    if (!values.some((other) => sameJson(other, value))) values.push(value);
  }
  if (register.more === true && !values.includes(undefined)) values.push(undefined);
  return values;
}

function view(
  identity: Identity,
  registers: Registers,
  presence: Presence,
  choose: (register: Register) => Value,
): Resource {
  const spec = KINDS[identity.kind];
  const state: Record<string, Value> = {};
  const former: Record<string, { value: JsonValue; at: Stamp }[]> = {};
  const original: Record<string, JsonValue> = {};
  const { born } = presence;
  const earlier: Record<string, readonly JsonValue[]> | null =
    born !== null && (presence.present || born.rank === 0) && registers.first < born.time ? {} : null;
  for (const name of spec.fields) {
    const register = registers.fields[name];
    const seenBefore = (register?.seen ?? []).filter(({ stamp, first }) => !counts(first ?? stamp, born));
    if (earlier !== null && seenBefore.length > 0) earlier[name] = seenBefore.map(({ value }) => value);
    if (register === undefined || !counts(register, presence.floor)) {
      if (presence.whole) state[name] = null;
      continue;
    }
    const value = choose(register);
    state[name] = value;
    if (register.seen !== undefined) {
      former[name] = register.seen
        .filter((seen) => counts(seen.stamp, presence.born) && !sameJson(seen.value, value))
        .map((seen) => ({ value: seen.value, at: seen.stamp }));
      const first = firstSeen(register.seen, presence.born);
      if (first !== undefined) original[name] = first;
    }
  }
  const sets: Record<string, SetState> = {};
  for (const name of spec.sets) sets[name] = setState(registers.sets[name], presence, choose);
  const { kind, key, account, region } = identity;
  return {
    kind,
    key,
    account,
    region,
    present: presence.present,
    bornAt: presence.born?.rank === 0 ? presence.born.time : null,
    goneAt: presence.goneAt?.time ?? null,
    knownSince: registers.first,
    state,
    sets,
    former,
    original,
    earlier,
    activity: usesIn(registers.activity ?? {}, presence.born),
  } as unknown as Resource;
}

/** The value that a field had first in this life; one that it had before its birth too counts from when it was last written. */
function firstSeen(seen: readonly Seen[], born: Moment | null): JsonValue | undefined {
  const ofLife = seen
    .filter(({ stamp }) => counts(stamp, born))
    .map(({ value, stamp, first = stamp }) => ({ value, from: counts(first, born) ? first : stamp }));
  return ofLife.sort((a, b) => compareStamps(a.from, b.from))[0]?.value;
}

/** The uses of this life of the resource. */
function usesIn(activity: Activity, born: Moment | null): Activity {
  if (born === null) return activity;
  const uses = Object.entries(activity).filter(([, { last }]) => counts(last.stamp, born));
  return Object.fromEntries(
    uses.map(([name, use]) => [
      name,
      counts(use.first.stamp, born) ? use : { first: use.last, last: use.last },
    ]),
  );
}

function setState(
  set: Registers['sets'][string] | undefined,
  presence: Presence,
  choose: (register: Register) => Value,
): SetState {
  let complete =
    set !== undefined &&
    set.asOf !== null &&
    counts(set.asOf, presence.floor) &&
    (set.lostAt === undefined || compareMoments(set.asOf, set.lostAt) > 0);
  const members = new Map<string, JsonValue>();
  const removed = new Map<string, string>();
  for (const [member, register] of Object.entries(set?.members ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!counts(register, presence.floor)) continue;
    const value = choose(register);
    if (value === undefined) complete = false;
    else if (value === null) removed.set(member, register.time);
    else members.set(member, value);
  }
  return { members, complete, removed };
}

function counts(moment: Moment, floor: Moment | null): boolean {
  return floor === null || compareMoments(moment, floor) >= 0;
}
