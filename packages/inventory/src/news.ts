import {
  canonicalJson,
  type History,
  isRootKeyKey,
  type JsonValue,
  type Kind,
  known,
  type PutChange,
  type Resource,
  type SetState,
  type StateChange,
} from '@podguard/core';
import { type Standing, standingOf } from './standing.ts';
import { UNTOLD, UNTOLD_IN_UPDATE, UNTOLD_OF_GONE, WHO_SET } from './untold.ts';

const TABLES = [UNTOLD, UNTOLD_OF_GONE, UNTOLD_IN_UPDATE];

/**
 * What a read adds to what is known, or null where that is nothing: so reading again and again writes nothing and pushes no
 * event out of the history. What the answer does not tell is kept, where nothing shows that it changed.
 */
export function newsOf(read: StateChange, history: History | undefined): StateChange | null {
  const before = history && standingOf(history);
  if (history === undefined || before === undefined) return isNeverAddon(read) ? null : read;
  if (isOfUsers(read, before) || isPreserved(read, before)) return null;
  if (isStillAbsent(read, before)) return read;
  const change = withKept(read, before);
  const after = standingOf(history, [change]);
  return after !== undefined && says(before) === says(after, clockOf(before)) ? null : change;
}

/** Since when it is not there matters for an association that was made later: no event tells of service accounts. */
function isStillAbsent({ kind, op }: StateChange, { presence }: Standing): boolean {
  return kind === 'k8s-service-account' && op === 'delete' && !presence.present;
}

/** A read of users' keys tells nothing of root's: what is not documented is how AWS answers for these. */
function isOfUsers(read: StateChange, { views }: Standing): boolean {
  if (read.kind !== 'access-key' || isRootKeyKey(read.key)) return false;
  return views.some((view) => stateOf(view).ofRoot === true);
}

/** That there never was an add-on does not say that it was taken out: what it would install may be there by its chart. */
function isNeverAddon({ kind, op }: StateChange): boolean {
  return kind === 'eks-addon' && op === 'delete';
}

/**
 * EKS no longer tells of an add-on whose software stays in its cluster; that it stays an event told, and left its status open.
 * Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_DeleteAddon.html
 */
function isPreserved(read: StateChange, { presence, views }: Standing): boolean {
  if (read.kind !== 'eks-addon' || read.op !== 'delete') return false;
  return presence.present && views.every((view) => stateOf(view).status === undefined);
}

/** With what the answer never tells, where nothing shows that it changed. */
export function withKept(read: StateChange, before: Standing | undefined): StateChange {
  const [view, ...others] = before?.views ?? [];
  if (read.op !== 'put' || before?.presence.present !== true || view === undefined || others.length > 0)
    return read;
  const state = stateOf(view);
  const kept = Object.entries(read.fields).flatMap(([name, told]) => {
    const value = state[name];
    const hangsOn = TABLES.map((table) => table[read.kind]?.[name]).find((one) => one !== undefined);
    if ('value' in told || value === undefined || hangsOn === undefined) return [];
    return hangsOn.some((other) => isOtherwise(read, view, other)) ? [] : [[name, known(value)]];
  });
  const change = { ...read, fields: { ...read.fields, ...Object.fromEntries(kept) } };
  return { ...change, fields: { ...change.fields, ...olderClock(change, view) }, sets: whoSet(change, view) };
}

/** Who set what, of that which is as it was. */
function whoSet(read: PutChange, view: Resource): PutChange['sets'] {
  const told = WHO_SET[read.kind];
  const before = told && setsOf(view)[told.set];
  if (told === undefined || !before?.members.size || read.sets[told.set] !== null) return read.sets;
  const kept = [...before.members].filter(([member]) => {
    const [name, ofSet] = told.of(member);
    if (ofSet === undefined) return !isOtherwise(read, view, name);
    const [was, is] = [setsOf(view)[name]?.members.get(ofSet), read.sets[name]?.[ofSet]];
    return canonicalJson(was ?? null) === canonicalJson(is ?? null);
  });
  return { ...read.sets, [told.set]: Object.fromEntries(kept) };
}

/** What AWS gathered before the last read of it, or did not tell, tells nothing of what that read told. */
function olderClock(read: PutChange, view: Resource): PutChange['fields'] {
  const state = stateOf(view);
  const readAt = read.fields.readAt;
  if (readAt === undefined || typeof state.readAt !== 'string') return {};
  if ('value' in readAt && (typeof readAt.value !== 'string' || state.readAt <= readAt.value)) return {};
  const names = CLOCKS[read.kind] ?? [];
  return Object.fromEntries(
    names.flatMap((name) => (state[name] === undefined ? [] : [[name, known(state[name])]])),
  );
}

/** Whether a field or a set may be otherwise than it was known to be: the read tells it so, or does not tell it. */
function isOtherwise(read: PutChange, view: Resource, name: string): boolean {
  const told = read.fields[name];
  if (told !== undefined) {
    const value = stateOf(view)[name];
    if (value === undefined) return false;
    return !('value' in told) || canonicalJson(told.value) !== canonicalJson(value);
  }
  const set = setsOf(view)[name];
  const members = read.sets[name];
  if (set === undefined || !members) return true;
  const differs = [...set.members].some(([member, value]) => members[member] !== value);
  return differs || (set.complete && set.members.size < Object.keys(members).length);
}

type Clock = Readonly<Record<string, JsonValue | undefined>>;

/** When something was last used, and when that was read, as times that move on by themselves. */
const CLOCKS: { readonly [K in Kind]?: readonly string[] } = {
  'access-key': ['lastUsedAt', 'readAt'],
  'iam-role': ['lastUsedAt'],
  secret: ['readAt'],
};
const DAY_MS = 24 * 60 * 60_000;

/** The times that stand for those of the following day. */
function clockOf({ views: [view] }: Standing): Clock {
  const state = view === undefined ? {} : stateOf(view);
  const names = view === undefined ? [] : (CLOCKS[view.kind] ?? []);
  return Object.fromEntries(names.map((name) => [name, state[name]]));
}

/** All that rules judge by. */
export function says({ views }: Standing, clock: Clock = {}): string {
  const all = views.map((view) => {
    const state = Object.entries(stateOf(view)).map(([name, value]) =>
      isWithinADay(clock[name], value) ? [name, clock[name]] : [name, value],
    );
    const sets = Object.entries(setsOf(view)).map(([name, { members, complete }]) => [
      name,
      [...members],
      complete,
    ]);
    return [view.present, state.filter(([, value]) => value !== undefined), sets];
  });
  return JSON.stringify(all);
}

function isWithinADay(before: JsonValue | undefined, now: JsonValue | undefined): boolean {
  if (typeof before !== 'string' || typeof now !== 'string') return false;
  const passed = Date.parse(now) - Date.parse(before);
  return passed >= 0 && passed < DAY_MS;
}

function stateOf(view: Resource): Clock {
  return view.state as Clock;
}

function setsOf(view: Resource): Readonly<Record<string, SetState>> {
  return view.sets as Readonly<Record<string, SetState>>;
}
