import { type Item, type Kind, readersKey, type Store, usersOf } from '@podguard/core';
import type { RemediateDeps } from './remediate-deps.ts';
import type { SeenUse } from './remediator.ts';

const MOST_READ = 500;
/** Those that keep by whom they were used. Of the instances that have a role there may be thousands. */
const USED_BY: readonly Kind[] = ['iam-role', 'secret'];
/** How instances use them, as activities name it. */
const WAYS = ['node', 'node-session'];
const FULL_LISTS = 'remediate-full-lists';
const FULL_LISTS_KEPT_SECONDS = 3_600;
const MOST_FULL = 50;

export interface Users {
  readonly users: readonly string[];
  /** Nothing is written. */
  readonly isDry: boolean;
}

/**
 * What some were seen using: who is seen using something is read by its judging, so that edges lead there. Undefined where that is not
 * known: they are too many, or of something more users were seen than are kept, and these may be among the others.
 */
export async function seenUses(
  deps: Pick<RemediateDeps, 'state' | 'now'>,
  store: Store,
  { users, isDry }: Users,
): Promise<readonly SeenUse[] | undefined> {
  const uses = await keptUses(store, new Set(users));
  if (uses === undefined || uses.length > 0) return uses;
  const full = await fullLists(deps, store, isDry);
  if (full.length > MOST_FULL) return undefined;
  for (const key of full) {
    const item = await store.load(key);
    if (item !== undefined && users.some((user) => mayLack(item, user))) return undefined;
  }
  return uses;
}

async function keptUses(store: Store, users: ReadonlySet<string>): Promise<readonly SeenUse[] | undefined> {
  const uses: SeenUse[] = [];
  let read = 0;
  for (const user of users) {
    for (const kind of USED_BY)
      for (const key of [user, readersKey(user)])
        for await (const { dependent } of store.listDependents(key, kind)) {
          read += 1;
          if (read > MOST_READ) return undefined;
          uses.push(...(await usesBy(store, dependent, user)));
        }
  }
  return uses.sort((a, b) => (`${a.key} ${a.way}` < `${b.key} ${b.way}` ? -1 : 1));
}

async function usesBy(store: Store, key: string, user: string): Promise<readonly SeenUse[]> {
  const item = await store.load(key);
  return Object.entries(item?.activity ?? {}).flatMap(([name, { last }]) => {
    const [way = '', who] = name.split(' ');
    return who === user ? [{ user, key, way, at: last.stamp.time }] : [];
  });
}

/** Keys of what has as many users as are kept: found once an hour, since it takes reading all. */
async function fullLists(
  { state, now }: Pick<RemediateDeps, 'state' | 'now'>,
  store: Store,
  isDry: boolean,
): Promise<readonly string[]> {
  const mark = await state.loadMark(FULL_LISTS);
  if (isFound(mark) && now().getTime() - Date.parse(mark.at) < FULL_LISTS_KEPT_SECONDS * 1000)
    return mark.keys;
  const keys: string[] = [];
  for await (const item of store.listItems())
    if (USED_BY.includes(item.kind) && WAYS.some((way) => !usersOf(item.activity, way).complete)) {
      keys.push(item.key);
      if (keys.length > MOST_FULL) break;
    }
  if (!isDry) await state.saveMark(FULL_LISTS, { keys, at: now().toISOString() }, FULL_LISTS_KEPT_SECONDS);
  return keys;
}

/** Whether one could have been seen and not kept: those that come first in the alphabet are. */
function mayLack({ activity }: Item, user: string): boolean {
  return WAYS.some((way) => {
    const { users, complete } = usersOf(activity, way);
    return !complete && (users.at(-1) ?? '') < user;
  });
}

function isFound(mark: unknown): mark is { readonly keys: readonly string[]; readonly at: string } {
  if (typeof mark !== 'object' || mark === null) return false;
  const { keys, at } = mark as Partial<Record<string, unknown>>;
  return Array.isArray(keys) && typeof at === 'string';
}
