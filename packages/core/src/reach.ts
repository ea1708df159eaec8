import type { History } from './item.ts';
import { type Presence, presenceOf } from './presence.ts';
import type { Registers } from './registers.ts';
import { ownerKey, type Relation, relationsOf, type ToMany, targetsOf } from './relations.ts';
import type { Resource } from './resource.ts';
import { type Point, pointsOf } from './timeline.ts';
import { viewsOf } from './view.ts';

/** The resources around a subject, as far as they were loaded; `null`: looked for and not found. */
export interface Surroundings {
  readonly histories: ReadonlyMap<string, History | null>;
  /** The keys of those that may point at the subject, by kind; some may not. */
  readonly dependents: ReadonlyMap<string, readonly string[]>;
}

/** What judging a subject reads. */
export interface Reach {
  /** Whom it ever pointed at, who ever pointed at it, and the owners of all: found or not. */
  readonly keys: readonly string[];
  /** Those that ever pointed at it, by the name of the relation. */
  readonly dependents: ReadonlyMap<string, readonly string[]>;
  /** The keys that the surroundings do not hold. */
  readonly missing: readonly string[];
}

/** It depends on the histories only, not on what is judged at which step: so it is the same in whatever order they arrived. */
export function reachOf(subject: History, { histories, dependents }: Surroundings): Reach {
  const keys = new Set<string>();
  const missing = new Set<string>();
  const pointing = new Map<string, readonly string[]>();
  const add = (kind: History['kind'], key: string) => {
    keys.add(key);
    const owner = ownerKey(kind, key);
    if (owner !== undefined) keys.add(owner);
  };

  const own = ownerKey(subject.kind, subject.key);
  if (own !== undefined) keys.add(own);
  for (const [name, relation] of Object.entries(relationsOf(subject.kind))) {
    if ('to' in relation) {
      for (const key of pointedAt(subject, relation)) add(relation.to, key);
      continue;
    }
    const found = (dependents.get(relation.from) ?? []).filter((key) => {
      const history = histories.get(key);
      if (history === undefined) missing.add(key);
      const back = relationsOf(relation.from)[relation.by];
      return history && back !== undefined && 'to' in back && pointedAt(history, back).has(subject.key);
    });
    for (const key of found) add(relation.from, key);
    pointing.set(name, found.sort());
  }
  for (const key of keys) if (!histories.has(key)) missing.add(key);
  return { keys: [...keys].sort(), dependents: pointing, missing: [...missing].sort() };
}

function pointedAt(history: History, relation: Exclude<Relation, ToMany>): ReadonlySet<string> {
  const views = pointsOf(history).flatMap((point) => viewsAt(history, point).views);
  return new Set(views.flatMap((view) => targetsOf(relation, view)));
}

interface Seen {
  readonly presence: Presence;
  readonly views: readonly Resource[];
}

const seen = new WeakMap<Registers, Seen>();

/** What the registers of a point say. Registers are never changed, so it is worked out once. */
export function viewsAt(history: History, { registers }: Point): Seen {
  const known = seen.get(registers);
  if (known !== undefined) return known;
  const presence = presenceOf(registers);
  const found = { presence, views: viewsOf(history, registers, presence) };
  seen.set(registers, found);
  return found;
}
