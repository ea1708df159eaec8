import {
  type ApprovedState,
  type Item,
  type JsonValue,
  KINDS,
  type Kind,
  type Resource,
  type SetState,
} from '@podguard/core';
import { standingOf, UNTOLD } from '@podguard/inventory';

/** What people may approve of a resource, and what of it is not known; or why they may not. */
export type Approvable =
  | { readonly state: ApprovedState | null; readonly unknown: readonly string[] }
  | { readonly refused: string };

/** Times and statuses that move on by themselves, and what a call counts. */
const MOVING: readonly string[] = ['lastUsedAt', 'readAt', 'rotatedAt', 'selectedAt', 'status'];
/** Of an access key the status is a person's decision. */
const DECIDED: { readonly [K in Kind]?: readonly string[] } = { 'access-key': ['status'] };
/** Who did something, by events: what is approved is how it is. */
const WHO: readonly string[] = ['changes', 'lastChange', 'detail'];

/** What of a kind can be approved: fields and sets that a read tells and that do not move by themselves. */
export function approvedNames(kind: Kind): {
  readonly fields: readonly string[];
  readonly sets: readonly string[];
} {
  const decided = DECIDED[kind] ?? [];
  const untold = UNTOLD[kind] ?? {};
  const isApproved = (name: string) =>
    !WHO.includes(name) && !(name in untold) && (!MOVING.includes(name) || decided.includes(name));
  return { fields: KINDS[kind].fields.filter(isApproved), sets: KINDS[kind].sets.filter(isApproved) };
}

/** The present state of a resource as it is approved; null in its place where it is gone. */
export function approvableOf(item: Item): Approvable {
  const names = approvedNames(item.kind);
  if ([...names.fields, ...names.sets].every((name) => name === 'arn'))
    return { refused: `nothing of the kind ${item.kind} can be approved` };
  const standing = standingOf(item);
  if (standing === undefined) return { refused: 'only its use is known, not its state' };
  if (!item.present) return { state: null, unknown: [] };
  const [view, ...others] = standing.views;
  if (view === undefined || others.length > 0)
    return {
      refused: 'it was changed twice in one second, and which holds is not known: run podguard drift',
    };
  const values = valuesOf(view);
  const fields = names.fields.flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const sets = names.sets.flatMap((name) => {
    const set = setsOf(view)[name];
    return set?.complete === true ? [[name, membersOf(set)] as const] : [];
  });
  const known = new Set([...fields, ...sets].map(([name]) => name));
  const unknown = [...names.fields, ...names.sets].filter((name) => !known.has(name));
  if (known.size === 0) return { refused: 'nothing of its state is known: run podguard drift' };
  return { state: { fields: Object.fromEntries(fields), sets: Object.fromEntries(sets) }, unknown };
}

function membersOf({ members }: SetState): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries([...members].filter(([member]) => !isOwnMark(member)));
}

/** A tag that the service itself sets anew each day. */
export function isOwnMark(member: string): boolean {
  return member === 'podguard:canary';
}

export function valuesOf(view: Resource): Readonly<Record<string, JsonValue | undefined>> {
  return view.state as Readonly<Record<string, JsonValue | undefined>>;
}

export function setsOf(view: Resource): Readonly<Record<string, SetState>> {
  return view.sets as Readonly<Record<string, SetState>>;
}
