import {
  canonicalJson,
  type History,
  type JsonValue,
  known,
  type PutChange,
  type Resource,
  type SetState,
  type StateChange,
} from '@podguard/core';
import { type Standing, standingOf } from './standing.ts';
import { UNTOLD } from './untold.ts';

/**
 * What a read adds to what is known, or null where that is nothing: so reading again and again writes nothing and pushes no
 * event out of the history. What the answer does not tell is kept, where nothing shows that it changed.
 */
export function newsOf(read: StateChange, history: History | undefined): StateChange | null {
  const before = history && standingOf(history);
  if (history === undefined || before === undefined) return read;
  if (isOfRoot(before)) return null;
  const change = withKept(read, before);
  const after = standingOf(history, [change]);
  return after !== undefined && says(before) === says(after, clockOf(before)) ? null : change;
}

/** Only users' keys are listed: what is not documented is how AWS answers for root's. */
function isOfRoot({ views }: Standing): boolean {
  return views.some((view) => view.kind === 'access-key' && stateOf(view).ofRoot === true);
}

/** With what the answer never tells, where nothing shows that it changed. */
export function withKept(read: StateChange, before: Standing | undefined): StateChange {
  const [view, ...others] = before?.views ?? [];
  if (read.op !== 'put' || before?.presence.present !== true || view === undefined || others.length > 0)
    return read;
  const state = stateOf(view);
  const kept = Object.entries(read.fields).flatMap(([name, told]) => {
    const value = state[name];
    const hangsOn = UNTOLD[read.kind]?.[name];
    if ('value' in told || value === undefined || hangsOn === undefined) return [];
    return hangsOn.some((other) => isOtherwise(read, view, other)) ? [] : [[name, known(value)]];
  });
  return { ...read, fields: { ...read.fields, ...Object.fromEntries(kept) } };
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

/** When a key was used, and when that was read, as times that move on by themselves. */
const CLOCK = ['lastUsedAt', 'readAt'];
const DAY_MS = 24 * 60 * 60_000;

/** The times that stand for those of the following day. */
function clockOf({ views: [view] }: Standing): Clock {
  return view?.kind === 'access-key' ? stateOf(view) : {};
}

/** All that rules judge by. */
export function says({ views }: Standing, clock: Clock = {}): string {
  const all = views.map((view) => {
    const state = Object.entries(stateOf(view)).map(([name, value]) =>
      CLOCK.includes(name) && isWithinADay(clock[name], value) ? [name, clock[name]] : [name, value],
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
