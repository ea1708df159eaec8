import type { History } from './item.ts';
import { endedWithOwner, presenceOf } from './presence.ts';
import { ownerKey, type Relation, relationsOf, type ToMany } from './relations.ts';
import type { Resource } from './resource.ts';
import type { Rule } from './rule.ts';
import { type Point, pointAt, pointsOf } from './timeline.ts';
import { viewsOf } from './view.ts';

/** The resources around a subject, as far as they were loaded; `null`: looked for and not found. */
export interface Surroundings {
  readonly histories: ReadonlyMap<string, History | null>;
  /** The keys of those that point at the subject, by kind. */
  readonly dependents: ReadonlyMap<string, readonly string[]>;
}

export type RuleContext =
  | { readonly missing: readonly string[] }
  | { readonly related: Readonly<Record<string, unknown>> };

export interface Resolver {
  points(key: string): readonly Point[];
  contexts(rule: Rule, view: Resource, time: string): readonly RuleContext[];
  read(): readonly string[];
  missing(): readonly string[];
}

const MAX_CONTEXTS = 16;

/** Finds what rules need around a subject at a given second, and notes each key that it looked for. */
export function createResolver(subjectKey: string, surroundings: Surroundings): Resolver {
  const read = new Set<string>();
  const missing = new Set<string>();
  const cache = new Map<string, readonly Point[]>();

  const load = (key: string): readonly Point[] => {
    const cached = cache.get(key);
    if (cached !== undefined) return cached;
    const history = surroundings.histories.get(key);
    if (history === undefined) missing.add(key);
    const found = history ? pointsOf(history) : [];
    cache.set(key, found);
    return found;
  };

  const points = (key: string): readonly Point[] => {
    read.add(key);
    return load(key);
  };

  /** Edges may be superfluous: only those count that pointed at the subject at some time. */
  const pointing = new Map<string, readonly string[]>();
  const dependentsBy = ({ from, by }: ToMany): readonly string[] => {
    const cached = pointing.get(from);
    if (cached !== undefined) return cached;
    const found = (surroundings.dependents.get(from) ?? []).filter((key) => {
      const history = surroundings.histories.get(key);
      return load(key).some(
        ({ registers }) =>
          history &&
          viewsOf(history, registers, presenceOf(registers)).some((other) => pointsAt(other, by, subjectKey)),
      );
    });
    pointing.set(from, found);
    return found;
  };

  const resourcesAt = (key: string, time: string): readonly Resource[] => {
    const point = pointAt(points(key), time);
    const history = surroundings.histories.get(key);
    if (point === undefined || !history) return [];
    const presence = presenceOf(point.registers);
    const owner = ownerKey(history.kind, key);
    const ownerPoint = owner === undefined ? undefined : pointAt(points(owner), time);
    const ended = ownerPoint !== undefined && endedWithOwner(presence, ownerPoint.registers) !== null;
    return viewsOf(history, point.registers, { ...presence, present: presence.present && !ended });
  };

  /** The values that a relation may have: one, or several where the other's fields are tied. */
  const valuesOf = (relation: Relation, view: Resource, time: string): readonly unknown[] => {
    if ('to' in relation) {
      const key = relation.key(view);
      if (key === null || key === undefined) return [key];
      const found = resourcesAt(key, time);
      return found.length > 0 ? found : [undefined];
    }
    const others = dependentsBy(relation).flatMap((key) => {
      const here = resourcesAt(key, time).filter(
        (other) => other.present && pointsAt(other, relation.by, subjectKey),
      );
      return here.length > 0 ? [here] : [];
    });
    return product(others);
  };

  return {
    points,
    contexts(rule, view, time) {
      const relations = relationsOf(view.kind);
      const names = Object.keys(rule.needs);
      const choices = names.map((name) => valuesOf(relations[name] as Relation, view, time));
      return product(choices).map((values) => {
        const unknown = names.filter((_, index) => values[index] === undefined);
        if (unknown.length > 0)
          return { missing: unknown.map((name) => missingName(name, relations[name] as Relation, view)) };
        return { related: Object.fromEntries(names.map((name, index) => [name, values[index]])) };
      });
    },
    read: () => [...read].sort(),
    missing: () => [...missing].sort(),
  };
}

function pointsAt(other: Resource, by: string, key: string): boolean {
  const relation = relationsOf(other.kind)[by];
  return relation !== undefined && 'to' in relation && relation.key(other) === key;
}

function missingName(name: string, relation: Relation, view: Resource): string {
  const key = 'to' in relation ? relation.key(view) : undefined;
  return key === undefined || key === null ? name : `${name} ${key}`;
}

/** All ways to take one of each, at most `MAX_CONTEXTS`: beyond, the further ones vary the last choices only by their first. */
function product<T>(choices: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return choices.reduce<readonly (readonly T[])[]>(
    (taken, choice) => {
      const all = taken.flatMap((some) => choice.map((one) => [...some, one]));
      return all.length <= MAX_CONTEXTS ? all : taken.map((some) => [...some, choice[0] as T]);
    },
    [[]],
  );
}
