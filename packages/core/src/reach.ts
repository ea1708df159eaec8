import type { History } from './item.ts';
import type { Kind } from './kinds.ts';
import { type Presence, presenceOf } from './presence.ts';
import type { Registers } from './registers.ts';
import type { Forward, Repeated } from './relation.ts';
import { hopOf, otherKind, ownerKey, pathsOf, pointersOf, relationsByNeed, targetsOf } from './relations.ts';
import type { Resource } from './resource.ts';
import { type Point, pointsOf } from './timeline.ts';
import { viewsOf } from './view.ts';

/** The resources around a subject, as far as they were loaded; `null`: looked for and not found. */
export interface Surroundings {
  readonly histories: ReadonlyMap<string, History | null>;
  /** By `placeOf`, the keys of those of a kind that may point at a key; some may not. */
  readonly dependents: ReadonlyMap<string, readonly string[]>;
}

/** Those of a kind that point at a key. */
export interface Place {
  readonly key: string;
  readonly kind: Kind;
  /** At most as many, those that were heard of last. */
  readonly newest?: number | undefined;
  /** Who reads this has its edge at the key's `readersKey`, who points at it at its `pointersKey`. */
  readonly apart?: true | undefined;
}

const READERS = ' readers';
const POINTERS = ' pointers';

/** Where the edges are of who reads who points at a key, where they are apart. */
export function readersKey(key: string): string {
  return `${key}${READERS}`;
}

/** Where the edges are of those that point at a key, where who reads them is apart: of nobody else that reads the key. */
export function pointersKey(key: string): string {
  return `${key}${POINTERS}`;
}

/** Whether others may find by these edges one whom they did not find by those before: what an older version wrote has none apart. */
export function isFoundAnew(edges: readonly string[], before: readonly string[]): boolean {
  return edges.some((edge) => edge.endsWith(POINTERS) && !before.includes(edge));
}

/** The key of the resource that an edge of an item tells of. */
export function keyOfEdge(edge: string): string {
  const suffix = [READERS, POINTERS].find((end) => edge.endsWith(end)) ?? '';
  return edge.slice(0, edge.length - suffix.length);
}

export function placeOf({ key, kind }: Place): string {
  return `${kind} ${key}`;
}

/** What judging a subject reads. */
export interface Reach {
  /** Whom it ever pointed at, who ever pointed at it, and so on along its relations, and the owners of all: found or not. */
  readonly keys: readonly string[];
  /** Where the edges are of those of them whose changes tell the subject; those that point at it tell it themselves. */
  readonly edges: readonly string[];
  /** The keys that the surroundings do not hold. */
  readonly missing: readonly string[];
  /** Where the surroundings do not hold who points at a key. */
  readonly missingDependents: readonly Place[];
  /** The relations of which not all was read: they lead to more than `MOST_EDGES` others. */
  readonly cut: ReadonlySet<string>;
  /** Those that ever pointed at a key by a hop back, in order. */
  dependentsOf(key: string, kind: Kind, name: string): readonly string[];
}

/** Whoever writes a policy chooses how many others it names; an item, which holds its edges, has to stay below 400 KB. */
export const MOST_EDGES = 1000;

/** It depends on the histories only, not on what is judged at which step: so it is the same in whatever order they arrived. */
export function reachOf(subject: History, { histories, dependents }: Surroundings): Reach {
  const keys = new Set<string>();
  const edges = new Set<string>();
  const cut = new Set<string>();
  const missing = new Set<string>();
  const missingDependents = new Map<string, Place>();
  const back = new Map<string, readonly string[]>();
  /** The keys of which it is read who points at them: apart, and at the key itself. */
  const readApart = new Set<string>();
  const readAt = new Set<string>();

  const historyOf = (key: string): History | null => {
    if (key === subject.key) return subject;
    const history = histories.get(key);
    if (history === undefined) missing.add(key);
    return history ?? null;
  };
  /** Whether there was room for it. */
  const add = (kind: Kind, key: string, pointing: boolean): boolean => {
    const owner = ownerKey(kind, key);
    const others = (owner === undefined ? [key] : [owner, key]).filter((other) => other !== subject.key);
    const linked = others.filter((other) => (!pointing || other === owner) && !edges.has(other));
    if (edges.size + linked.length > MOST_EDGES) return false;
    for (const other of others) keys.add(other);
    for (const other of linked) edges.add(other);
    return true;
  };
  const pointingAt = (key: string, kind: Kind, name: string): readonly string[] => {
    const known = back.get(`${key} ${name}`);
    if (known !== undefined) return known;
    const hop = hopOf(kind, name);
    if ('to' in hop) throw new TypeError(`${name} of ${kind} does not lead back`);
    (hop.apart ? readApart : readAt).add(key);
    const place = { key, kind: hop.from, newest: hop.newest, apart: hop.apart };
    const candidates = dependents.get(placeOf(place));
    if (candidates === undefined) {
      missingDependents.set(placeOf(place), place);
      return [];
    }
    const forward = hopOf(hop.from, hop.by) as Forward;
    const found = candidates.filter((candidate) => {
      const history = historyOf(candidate);
      return history !== null && pointedAt(history, forward).has(key);
    });
    back.set(`${key} ${name}`, found.sort());
    return found;
  };
  const itself: ReadonlySet<string> = new Set([subject.key]);
  let relating = '';
  const follow = (path: readonly string[], from: ReadonlySet<string>): ReadonlySet<string> => {
    let kind = subject.kind;
    let at = from;
    for (const name of path) {
      if (at.size === 0) return at;
      const hop = hopOf(kind, name);
      const next = new Set<string>();
      for (const key of at) {
        if ('from' in hop) for (const other of pointingAt(key, kind, name)) next.add(other);
        else {
          const history = historyOf(key);
          if (history !== null) for (const other of pointedAt(history, hop)) next.add(other);
        }
      }
      kind = otherKind(hop);
      const pointing = 'from' in hop && at === itself;
      const kept = [...next].filter((key) => add(kind, key, pointing));
      if (kept.length < next.size) cut.add(relating);
      at = new Set(kept);
    }
    return at;
  };
  const repeat = ({ step, times, finally: last }: Repeated, from: ReadonlySet<string>) => {
    const all = new Set(from);
    let newest: ReadonlySet<string> = from;
    for (let turn = 0; turn < times && newest.size > 0; turn += 1) {
      const found = step.flatMap((path) => [...follow(path, newest)]).filter((key) => !all.has(key));
      for (const key of found) all.add(key);
      newest = new Set(found);
    }
    if (last !== undefined) follow(last, all);
  };

  /** An edge where it is read who points at the key tells of the key too. */
  const edgesOf = (key: string): readonly string[] => {
    const isNeeded = !readApart.has(key) || readAt.has(key) || pointsByItself.has(key);
    return [
      ...(isNeeded ? [key] : []),
      ...(readApart.has(key) ? [readersKey(key)] : []),
      ...(pointsApart.has(key) ? [pointersKey(key)] : []),
    ];
  };
  const pointedAtBy = (names: readonly string[]) =>
    new Set(names.flatMap((name) => [...pointedAt(subject, hopOf(subject.kind, name) as Forward)]));
  const pointers = pointersOf(subject.kind);
  const pointsByItself = pointedAtBy(pointers.plain);
  const pointsApart = pointedAtBy(pointers.apart);

  add(subject.kind, subject.key, false);
  for (const [name, relation] of relationsByNeed(subject.kind)) {
    relating = name;
    if ('step' in relation) repeat(relation, itself);
    else for (const path of pathsOf(name, relation)) follow(path, itself);
  }
  for (const key of keys) historyOf(key);
  return {
    keys: [...keys].sort(),
    edges: [...edges].flatMap(edgesOf).sort(),
    cut,
    missing: [...missing].sort(),
    missingDependents: [...missingDependents.values()],
    dependentsOf: (key, kind, name) => pointingAt(key, kind, name),
  };
}

const pointed = new WeakMap<readonly Point[], Map<Forward, ReadonlySet<string>>>();

/** The keys that a history ever pointed at by a hop. */
export function pointedAt(history: History, hop: Forward): ReadonlySet<string> {
  const points = pointsOf(history);
  const byHop = pointed.get(points) ?? new Map<Forward, ReadonlySet<string>>();
  pointed.set(points, byHop);
  const known = byHop.get(hop);
  if (known !== undefined) return known;
  const views = points.flatMap((point) => {
    const { presence, views: now } = viewsAt(history, point);
    return presence.present ? now : [...now, ...formerViewsAt(history, point)];
  });
  const found = new Set(views.flatMap((view) => targetsOf(hop, view)));
  byHop.set(hop, found);
  return found;
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

const before = new WeakMap<Registers, readonly Resource[]>();

/** What the registers of a point say of a resource that is gone: as it was. */
export function formerViewsAt(history: History, { registers }: Point): readonly Resource[] {
  const known = before.get(registers);
  if (known !== undefined) return known;
  const made = registers.marks.findLast(({ op }) => op === 'create')?.stamp ?? null;
  const presence = {
    ...presenceOf(registers),
    floor: made,
    born: made,
    remadeAt: null,
    whole: made !== null,
  };
  const found = viewsOf(history, registers, presence);
  before.set(registers, found);
  return found;
}
