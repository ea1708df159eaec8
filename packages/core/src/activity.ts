import type { ActivityChange } from './change.ts';

/** The first use, and the earliest of the last hour in which there was one. */
export interface Use {
  readonly first: ActivityChange;
  readonly last: ActivityChange;
}

/** By the kind of use: a word, and where it matters by whom, a blank and who. */
export type Activity = Readonly<Record<string, Use>>;

/** How many users of one kind of use are kept. */
export const USERS_LIMIT = 20;

/** Adds a use; the same object where nothing new is learnt. Neither order nor number of deliveries matters. */
export function addUse(activity: Activity, use: ActivityChange): Activity {
  const old = activity[use.use];
  if (old === undefined) return withinLimit(activity, use);
  const first = compareUses(use, old.first) < 0 ? use : old.first;
  const last = isLater(use, old.last) ? use : old.last;
  return first === old.first && last === old.last ? activity : { ...activity, [use.use]: { first, last } };
}

/** Who uses it in a way (`node-session`), in the order of their names, and whether these are all that were seen. */
export function usersOf(
  activity: Activity,
  way: string,
): { readonly users: readonly string[]; readonly complete: boolean } {
  const users = namesOf(activity, way).map((name) => name.slice(way.length + 1));
  return { users, complete: users.length < USERS_LIMIT };
}

export const useOf = (way: string, user: string): string => `${way} ${user}`;

/** Of too many users those whose names come first in the alphabet are kept: so the order of arrival does not matter. */
function withinLimit(activity: Activity, use: ActivityChange): Activity {
  const blank = use.use.indexOf(' ');
  const added = { ...activity, [use.use]: { first: use, last: use } };
  if (blank === -1) return added;
  const dropped = namesOf(added, use.use.slice(0, blank))[USERS_LIMIT];
  if (dropped === undefined) return added;
  return dropped === use.use ? activity : without(added, dropped);
}

function namesOf(activity: Activity, way: string): readonly string[] {
  return Object.keys(activity)
    .filter((name) => name.startsWith(`${way} `))
    .sort();
}

function without(activity: Activity, dropped: string): Activity {
  return Object.fromEntries(Object.entries(activity).filter(([name]) => name !== dropped));
}

/** Of a later hour, or earlier in the same. */
function isLater(one: ActivityChange, other: ActivityChange): boolean {
  const [hour, before] = [hourOf(one), hourOf(other)];
  return hour === before ? compareUses(one, other) < 0 : hour > before;
}

export function compareUses({ stamp: one }: ActivityChange, { stamp: other }: ActivityChange): number {
  if (one.time !== other.time) return one.time < other.time ? -1 : 1;
  if (one.eventId === other.eventId) return 0;
  return one.eventId < other.eventId ? -1 : 1;
}

function hourOf({ stamp }: ActivityChange): string {
  return stamp.time.slice(0, 13);
}
