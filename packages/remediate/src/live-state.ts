import type { Item, Resource, SetState, StateChange } from '@podguard/core';
import { approvedNames, compareViews } from '@podguard/drift';
import { standingOf } from '@podguard/inventory';
import type { LiveState } from './guard.ts';
import type { RemediateDeps } from './remediate-deps.ts';
import { valueNamed } from './to-plan.ts';
import type { World } from './world.ts';

/** What the account says of one resource, beside what was recorded of it then. */
export type Look =
  | {
      readonly outcome: 'told';
      readonly key: string;
      readonly present: boolean;
      /** What was told, by itself: one view. */
      readonly views: readonly Resource[];
      readonly recorded: Item | undefined;
      readonly readAt: Date;
      readonly changes: readonly StateChange[];
    }
  | { readonly outcome: 'untold'; readonly key: string; readonly reason: string; readonly lasting: boolean };

/** What no second try changes. */
const LASTING = ['unreadable-kind', 'foreign', 'denied'];

export async function lookAt(
  { read, now, store }: Pick<RemediateDeps, 'read' | 'now' | 'store'>,
  key: string,
): Promise<Look> {
  const recorded = await store.load(key);
  const readAt = now();
  const answer = await read(key);
  if (answer.outcome !== 'read')
    return {
      outcome: 'untold',
      key,
      reason: `${key} could not be read: ${answer.reason}`,
      lasting: LASTING.includes(answer.outcome),
    };
  const told = answer.told.filter((change) => change.key === key);
  const [first, ...others] = told;
  if (first === undefined)
    return { outcome: 'untold', key, reason: `nothing was told of ${key}`, lasting: false };
  const { kind, account, region } = first;
  const alone = { kind, key, account, region, base: null, horizon: null, log: [first], activity: {} };
  const standing = standingOf(alone, others);
  return {
    outcome: 'told',
    key,
    present: standing?.presence.present ?? false,
    views: standing?.views ?? [],
    recorded,
    readAt,
    changes: answer.changes,
  };
}

/** Records what is news, so that it is judged. */
export async function record({ engine }: Pick<World, 'engine'>, look: Look): Promise<void> {
  if (look.outcome === 'told') for (const change of look.changes) await engine.apply(change);
}

/** Whether what was told is what was recorded, of several resources; names of those that nobody may miss have to be told. */
export function liveStateOf(
  looks: readonly { readonly look: Look; readonly names: readonly string[] }[],
): LiveState {
  const untold = looks.flatMap(({ look }) => (look.outcome === 'untold' ? [look] : []));
  const [first] = [...untold].sort((a, b) => Number(b.lasting) - Number(a.lasting));
  if (first !== undefined)
    return first.lasting
      ? { outcome: 'unknown', reason: first.reason, lasting: true }
      : { outcome: 'unknown', reason: first.reason };
  const states = looks.flatMap(({ look, names }) => (look.outcome === 'told' ? [stateOf(look, names)] : []));
  const differing = states.flatMap((state) => (state.outcome === 'differs' ? state.names : []));
  if (differing.length > 0) return { outcome: 'differs', names: [...new Set(differing)] };
  return states.find(({ outcome }) => outcome === 'unknown') ?? { outcome: 'same' };
}

function stateOf(look: Extract<Look, { outcome: 'told' }>, mayNotMiss: readonly string[]): LiveState {
  const { key, recorded, views, present } = look;
  const before = recorded && standingOf(recorded);
  const [view] = views;
  if (recorded === undefined || before === undefined || view === undefined)
    return { outcome: 'unknown', reason: `what was judged of ${key} is not known` };
  const names = differencesOf({ present: recorded.present, views: before.views }, look);
  if (names.length > 0) return { outcome: 'differs', names };
  if (!present) return { outcome: 'same' };
  if (before.views.length > 1)
    return {
      outcome: 'unknown',
      reason: `${key} was changed twice in one second, and which holds is not known`,
    };
  const untold = mayNotMiss.filter((name) => !isTold(view, name));
  return untold.length === 0
    ? { outcome: 'same' }
    : { outcome: 'unknown', reason: `the account does not tell ${untold.join(', ')} of ${key}` };
}

interface Seen {
  readonly present: boolean;
  readonly views: readonly Resource[];
}

/** What is otherwise than it was, by name. */
export function differencesOf(before: Seen, now: Seen): readonly string[] {
  if (before.present !== now.present) return [now.present ? 'it is there' : 'it is gone'];
  const [view] = before.views;
  if (!now.present || view === undefined) return [];
  return compareViews(view.kind, before.views, now.views).map(({ name }) => name);
}

/** A field, a set whole, or one member of it. */
function isTold(view: Resource, name: string): boolean {
  const sets = view.sets as Readonly<Record<string, SetState>>;
  const set = sets[name];
  return set === undefined ? valueNamed(view, name) !== undefined : set.complete;
}

/** Of names those that a read tells: the others hang on events alone. */
export function toldNames(kind: Resource['kind'], names: Iterable<string>): readonly string[] {
  const { fields, sets } = approvedNames(kind);
  return [...names].filter((name) => fields.includes(name) || sets.includes(name));
}
