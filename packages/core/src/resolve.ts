import { type History, isOnlySighted } from './item.ts';
import type { Kind } from './kinds.ts';
import { endedWithOwner } from './presence.ts';
import { formerViewsAt, MOST_EDGES, type Reach, type Surroundings, viewsAt } from './reach.ts';
import type { Missing } from './related.ts';
import type { Relation, Repeated } from './relation.ts';
import { hopOf, otherKind, ownerKey, pathsOf, relationsOf, targetsOf } from './relations.ts';
import type { Resource } from './resource.ts';
import type { Rule } from './rule.ts';
import { type Point, pointAt, pointsOf } from './timeline.ts';

type Found = Resource | Missing;

type RuleContext =
  | { readonly missing: readonly string[] }
  | { readonly related: Readonly<Record<string, unknown>> };

export interface Resolver {
  points(key: string): readonly Point[];
  /** What a rule sees around a view of the subject at a second: one context, or several where the others are tied. */
  contexts(rule: Rule, view: Resource, time: string): readonly RuleContext[];
}

const MAX_CONTEXTS = 16;

export function createResolver(subject: History, reach: Reach, { histories }: Surroundings): Resolver {
  const historyOf = (key: string) => (key === subject.key ? subject : histories.get(key));
  const points = (key: string): readonly Point[] => {
    const history = historyOf(key);
    return history ? pointsOf(history) : [];
  };

  const owners = new Map<string, string | undefined>();
  const ownerOf = ({ kind, key }: History): string | undefined => {
    if (!owners.has(key)) owners.set(key, ownerKey(kind, key));
    return owners.get(key);
  };

  const resourcesAt = (key: string, time: string, gone = false): readonly Resource[] => {
    const point = pointAt(points(key), time);
    const history = historyOf(key);
    if (point === undefined || !history || isOnlySighted(history)) return [];
    const { presence, views: now } = viewsAt(history, point);
    const views = gone && !presence.present ? formerViewsAt(history, point) : now;
    const owner = ownerOf(history);
    const ownerPoint = owner === undefined ? undefined : pointAt(points(owner), time);
    const ended = ownerPoint !== undefined && endedWithOwner(presence, ownerPoint.registers) !== null;
    return ended ? views.map((view) => ({ ...view, present: false })) : views;
  };

  /** Those that a hop leads to: one list, or several where the others' fields are tied. */
  const listsOf = (kind: Kind, name: string, key: string, view: Resource | null, time: string) => {
    const hop = hopOf(kind, name);
    if ('from' in hop) {
      const others = reach
        .dependentsOf(key, kind, name)
        .map((other) =>
          resourcesAt(other, time, hop.gone).filter(
            (one) => (one.present || hop.gone) && pointsAt(one, hop.by, key),
          ),
        );
      return product(others.filter((here) => here.length > 0));
    }
    const others = (view === null ? [] : targetsOf(hop, view)).map((other): readonly Found[] => {
      const found = resourcesAt(other, time);
      return found.length > 0 ? found : [{ missing: other }];
    });
    return product(others);
  };

  const endsOf = (
    path: readonly string[],
    start: readonly Found[],
    of: Kind,
    time: string,
  ): readonly (readonly Found[])[] => {
    let lists: readonly (readonly Found[])[] = [start];
    let kind = of;
    for (const name of path) {
      if (lists.every((list) => list.length === 0)) return NO_ENDS;
      const from = kind;
      lists = lists.flatMap((list) =>
        product(
          list.map((one) =>
            'missing' in one
              ? listsOf(from, name, one.missing, null, time)
              : listsOf(from, name, one.key, one, time),
          ),
        ).map((ends) => distinct(ends.flat())),
      );
      kind = otherKind(hopOf(from, name));
    }
    return lists;
  };

  const repeated = (
    { step, times, finally: last }: Repeated,
    view: Resource,
    time: string,
  ): readonly unknown[] => {
    let states: readonly Repetition[] = [{ all: [], newest: [view] }];
    for (let turn = 0; turn < times && states.some(({ newest }) => newest.length > 0); turn += 1) {
      const further = ({ all, newest }: Repetition) =>
        product(step.map((path) => endsOf(path, newest, view.kind, time))).map((lists) => {
          const known = new Set([view.key, ...all.map(keyOf)]);
          const found = distinct(lists.flat()).filter((one) => !known.has(keyOf(one)));
          return { all: [...all, ...found], newest: found };
        });
      states = states.flatMap(further).slice(0, MAX_CONTEXTS);
    }
    if (last === undefined) return states.map(({ all }) => distinct(all));
    return states.flatMap(({ all }) => endsOf(last, [view, ...all], view.kind, time));
  };

  /** The values that a relation may have: one, or several where the others' fields are tied. */
  const valuesOf = (name: string, relation: Relation, view: Resource, time: string): readonly unknown[] => {
    if ('key' in relation) {
      const key = relation.key(view);
      if (key === null || key === undefined) return [key];
      const found = resourcesAt(key, time);
      return found.length > 0 ? found : [undefined];
    }
    if ('step' in relation) return repeated(relation, view, time);
    const ends = pathsOf(name, relation).map((path) => endsOf(path, [view], view.kind, time));
    return product(ends).map((lists) => distinct(lists.flat()));
  };

  /** Many rules look at the same relations of a view. */
  const known = new Map<Resource, Map<string, readonly unknown[]>>();
  const knownValuesOf = (name: string, relation: Relation, view: Resource, time: string) => {
    const ofView = known.get(view) ?? new Map<string, readonly unknown[]>();
    known.set(view, ofView);
    const place = `${time} ${name}`;
    const values = ofView.get(place) ?? valuesOf(name, relation, view, time);
    ofView.set(place, values);
    return values;
  };

  const contextsOf = (names: readonly string[], view: Resource, time: string): readonly RuleContext[] => {
    const relations = relationsOf(view.kind);
    const tooMany = names.filter((name) => reach.cut.has(name));
    if (tooMany.length > 0)
      return [{ missing: tooMany.map((name) => `${name}: more than ${MOST_EDGES} others around it`) }];
    const choices = names.map((name) => knownValuesOf(name, relations[name] as Relation, view, time));
    return product(choices).map((values) => {
      const unknown = names.filter((_, index) => values[index] === undefined);
      if (unknown.length > 0)
        return { missing: unknown.map((name) => missingName(name, relations[name] as Relation, view)) };
      return { related: Object.fromEntries(names.map((name, index) => [name, values[index]])) };
    });
  };

  /** Many rules need the same; of a view at a time they get the same. */
  const made = new Map<Resource, Map<string, readonly RuleContext[]>>();
  return {
    points,
    contexts(rule, view, time) {
      const { names, text } = needsOf(rule);
      if (names.length === 0) return NOTHING_AROUND;
      const ofView = made.get(view) ?? new Map<string, readonly RuleContext[]>();
      made.set(view, ofView);
      const place = `${time} ${text}`;
      const contexts = ofView.get(place) ?? contextsOf(names, view, time);
      ofView.set(place, contexts);
      return contexts;
    },
  };
}

const NO_ENDS: readonly (readonly Found[])[] = [[]];
const NOTHING_AROUND: readonly RuleContext[] = [{ related: {} }];

const needs = new WeakMap<Rule, { readonly names: readonly string[]; readonly text: string }>();

function needsOf(rule: Rule): { readonly names: readonly string[]; readonly text: string } {
  const known = needs.get(rule);
  if (known !== undefined) return known;
  const names = Object.keys(rule.needs);
  const found = { names, text: names.join(' ') };
  needs.set(rule, found);
  return found;
}

interface Repetition {
  readonly all: readonly Found[];
  readonly newest: readonly Found[];
}

function keyOf(one: Found): string {
  return 'missing' in one ? one.missing : one.key;
}

const pointed = new WeakMap<Resource, Map<string, readonly string[]>>();

/** Views of a history are the same objects at each step, so that their keys are worked out once. */
function pointsAt(other: Resource, by: string, key: string): boolean {
  const known = pointed.get(other) ?? new Map<string, readonly string[]>();
  pointed.set(other, known);
  let keys = known.get(by);
  if (keys === undefined) {
    const hop = hopOf(other.kind, by);
    keys = 'to' in hop ? targetsOf(hop, other) : [];
    known.set(by, keys);
  }
  return keys.includes(key);
}

/** Each resource once; in the order of their keys. */
function distinct(found: readonly Found[]): readonly Found[] {
  const byKey = new Map<string, Found>();
  for (const one of found) {
    const key = keyOf(one);
    if (!byKey.has(key)) byKey.set(key, one);
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function missingName(name: string, relation: Relation, view: Resource): string {
  const key = 'key' in relation ? relation.key(view) : undefined;
  return key === undefined || key === null ? name : `${name} ${key}`;
}

/** All ways to take one of each, at most `MAX_CONTEXTS`: beyond, the further ones vary the last choices only by their first. */
function product<T>(choices: readonly (readonly T[])[]): readonly (readonly T[])[] {
  if (choices.every((choice) => choice.length === 1)) return [choices.map((choice) => choice[0] as T)];
  return choices.reduce<readonly (readonly T[])[]>(
    (taken, choice) => {
      const all = taken.flatMap((some) => choice.map((one) => [...some, one]));
      return all.length <= MAX_CONTEXTS ? all : taken.map((some) => [...some, choice[0] as T]);
    },
    [[]],
  );
}
