import { endedWithOwner } from './presence.ts';
import { type Reach, type Surroundings, viewsAt } from './reach.ts';
import { type Missing, ownerKey, type Relation, relationsOf, targetsOf } from './relations.ts';
import type { Resource } from './resource.ts';
import type { Rule } from './rule.ts';
import { type Point, pointAt, pointsOf } from './timeline.ts';

type RuleContext =
  | { readonly missing: readonly string[] }
  | { readonly related: Readonly<Record<string, unknown>> };

export interface Resolver {
  points(key: string): readonly Point[];
  /** What a rule sees around a view of the subject at a second: one context, or several where the others are tied. */
  contexts(rule: Rule, view: Resource, time: string): readonly RuleContext[];
}

const MAX_CONTEXTS = 16;

export function createResolver(subjectKey: string, reach: Reach, { histories }: Surroundings): Resolver {
  const points = (key: string): readonly Point[] => {
    const history = histories.get(key);
    return history ? pointsOf(history) : [];
  };

  const resourcesAt = (key: string, time: string): readonly Resource[] => {
    const point = pointAt(points(key), time);
    const history = histories.get(key);
    if (point === undefined || !history) return [];
    const { presence, views } = viewsAt(history, point);
    const owner = ownerKey(history.kind, key);
    const ownerPoint = owner === undefined ? undefined : pointAt(points(owner), time);
    const ended = ownerPoint !== undefined && endedWithOwner(presence, ownerPoint.registers) !== null;
    return ended ? views.map((view) => ({ ...view, present: false })) : views;
  };

  /** The values that a relation may have: one, or several where the other's fields are tied. */
  const valuesOf = (name: string, relation: Relation, view: Resource, time: string): readonly unknown[] => {
    if ('keys' in relation) {
      const others = targetsOf(relation, view).map((key): readonly (Resource | Missing)[] => {
        const found = resourcesAt(key, time);
        return found.length > 0 ? found : [{ missing: key }];
      });
      return product(others);
    }
    if ('to' in relation) {
      const key = relation.key(view);
      if (key === null || key === undefined) return [key];
      const found = resourcesAt(key, time);
      return found.length > 0 ? found : [undefined];
    }
    const others = (reach.dependents.get(name) ?? []).map((key) =>
      resourcesAt(key, time).filter((other) => other.present && pointsAt(other, relation.by, subjectKey)),
    );
    return product(others.filter((here) => here.length > 0));
  };

  return {
    points,
    contexts(rule, view, time) {
      const relations = relationsOf(view.kind);
      const names = Object.keys(rule.needs);
      const choices = names.map((name) => valuesOf(name, relations[name] as Relation, view, time));
      return product(choices).map((values) => {
        const unknown = names.filter((_, index) => values[index] === undefined);
        if (unknown.length > 0)
          return { missing: unknown.map((name) => missingName(name, relations[name] as Relation, view)) };
        return { related: Object.fromEntries(names.map((name, index) => [name, values[index]])) };
      });
    },
  };
}

function pointsAt(other: Resource, by: string, key: string): boolean {
  const relation = relationsOf(other.kind)[by];
  return relation !== undefined && 'to' in relation && targetsOf(relation, other).includes(key);
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
