import {
  type Item,
  type JsonValue,
  type Kind,
  presentViews,
  type Resource,
  type SetState,
} from '@podguard/core';
import { LISTINGS, UNTOLD } from '@podguard/inventory';
import { catalogue } from '@podguard/rules';
import { itemsOf } from '../support/harness.ts';
import type { Recorder } from './drift-world.ts';

/** What is known of a resource, by field and member; `undefined` where it is not known, `null` where there is none. */
export type Known = Readonly<Record<string, string | undefined>>;

/** Those of which events tell, and listings. */
const KINDS_TOLD = new Set<Kind>(
  LISTINGS.flatMap(({ kinds }) => kinds).filter((kind) => kind !== 'account-region'),
);
const MOVING = ['lastUsedAt', 'readAt', 'rotatedAt', 'createdAt'];
/** Rules, and families of them, that look at what was before, or at who did it. */
const BEFORE_AND_AFTER = [
  ...[
    'cluster-admin',
    'cluster-creator-admin',
    'access-entry-short-lived',
    'imds-weakened',
    'platform-trail-off',
  ],
  ...['pod-identity-role-swapped', 'node-profile-swapped', 'role-boundary-removed', 'cluster-audit-log-off'],
  ...['static-key-reactivated', 'static-key-second-active', 'pod-identity-unexpected-creator'],
];
const familyOf = new Map(catalogue.rules.map(({ id, family }) => [id, family]));

/** What is known of those that are there. */
export async function statesOf({ harness }: Recorder): Promise<Readonly<Record<string, Known>>> {
  const items = [...(await itemsOf(harness.store)).values()].filter(isListed);
  return Object.fromEntries(items.map((item) => [item.key, knownOf(item)]));
}

/**
 * The rules, or families of rules, that fail on each; without those that look at what was before or at who did it, as a read tells
 * nothing of that, and without what was open before it could not be decided any more.
 */
export async function failingIn({ harness }: Recorder): Promise<Readonly<Record<string, readonly string[]>>> {
  const items = [...(await itemsOf(harness.store)).values()].filter(isListed);
  const failing = ({ lives }: Item) =>
    lives
      .filter(({ resolved, unverified }) => resolved === null && !unverified)
      .flatMap(({ rule }) => {
        const family = familyOf.get(rule) ?? rule;
        return [rule, family].some((name) => BEFORE_AND_AFTER.includes(name)) ? [] : [family];
      });
  return Object.fromEntries(items.map((item) => [item.key, [...new Set(failing(item))].sort()]));
}

/** Whether what was known is otherwise in truth. */
export function isOtherwise(known: Known | undefined, truth: Known | undefined): boolean {
  if (known === undefined || truth === undefined) return known !== truth;
  return [...new Set([...Object.keys(known), ...Object.keys(truth)])].some((name) => {
    const [is, was] = [told(truth, name), told(known, name)];
    return is !== undefined && was !== undefined && is !== was;
  });
}

function isListed({ kind, present }: Item): boolean {
  return present && KINDS_TOLD.has(kind);
}

function knownOf(item: Item): Known {
  const views = presentViews(item).map((view) => flat(item.kind, view));
  const names = [...new Set(views.flatMap((view) => Object.keys(view)))].sort();
  return Object.fromEntries(
    names.map((name) => {
      const values = new Set(views.map((view) => told(view, name)));
      return [name, values.size === 1 ? [...values][0] : undefined];
    }),
  );
}

/** A set's member that nothing tells is none where the set is known to its end. */
function told(known: Known, name: string): string | undefined {
  const [set, member] = name.split(' ');
  if (name in known || member === undefined) return known[name];
  return known[`${set} complete`] === 'true' ? 'null' : undefined;
}

function flat(kind: Kind, view: Resource): Known {
  const left = [...Object.keys(UNTOLD[kind] ?? {}), ...MOVING, ...(kind === 'eks-addon' ? ['status'] : [])];
  const fields = Object.entries(view.state as Record<string, JsonValue | undefined>)
    .filter(([name]) => !left.includes(name))
    .map(([name, value]) => [name, value === undefined ? undefined : textOf(value)]);
  const sets = Object.entries(view.sets as unknown as Record<string, SetState>)
    .filter(([name]) => name !== 'tags')
    .flatMap(([name, { members, removed, complete }]) => [
      [`${name} complete`, complete ? 'true' : undefined],
      ...(complete ? [] : [...(removed?.keys() ?? [])].map((member) => [`${name} ${member}`, 'null'])),
      ...[...members].map(([member, value]) => [`${name} ${member}`, textOf(value)]),
    ]);
  return Object.fromEntries([...fields, ...sets]);
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' && value.startsWith('{')
    ? JSON.stringify(JSON.parse(value))
    : JSON.stringify(value);
}
