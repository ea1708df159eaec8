import { clusterObjectOf, owningClusterKey } from './keys.ts';
import type { Kind } from './kinds.ts';
import type { Forward, Hop, Relation, ToMany } from './relation.ts';
import { templateKey } from './relation-keys.ts';
import { RELATIONS } from './relation-table.ts';
import type { Resource } from './resource.ts';

/** The keys, each once and sorted, of those that a resource points at by a relation of its own. */
export function targetsOf(relation: Forward, resource: Resource): readonly string[] {
  if ('keys' in relation) return [...new Set(relation.keys(resource))].sort();
  const key = relation.key(resource);
  return typeof key === 'string' ? [key] : [];
}

const OWNED: readonly Kind[] = [
  'access-entry',
  'eks-addon',
  'eks-capability',
  'eks-fargate-profile',
  'eks-nodegroup',
  'pod-identity-association',
];

/** The key of the resource with which this one is deleted, where it has such an owner. */
export function ownerKey(kind: Kind, key: string): string | undefined {
  if (kind === 'launch-template-version') return templateKey(key);
  if (kind.startsWith('k8s-')) return clusterObjectOf(key)?.cluster;
  return OWNED.includes(kind) ? owningClusterKey(key) : undefined;
}

export function relationsOf(kind: Kind): Readonly<Record<string, Relation>> {
  return RELATIONS[kind] as Readonly<Record<string, Relation>>;
}

/** The hop of a kind by its name; a path is made of hops only. */
export function hopOf(kind: Kind, name: string): Hop {
  const relation = relationsOf(kind)[name];
  if (relation === undefined || 'paths' in relation || 'step' in relation)
    throw new TypeError(`${kind} has no relation ${name} of one hop`);
  return relation;
}

export interface Pointers {
  readonly plain: readonly string[];
  /** Of hops back that are read apart. */
  readonly apart: readonly string[];
}

const pointers = new Map<Kind, Pointers>();

/** The relations by which those of a kind are found from what they point at. */
export function pointersOf(kind: Kind): Pointers {
  const known = pointers.get(kind);
  if (known !== undefined) return known;
  const all = Object.values(RELATIONS).flatMap((relations) => Object.values<Relation>(relations));
  const back = all.filter((hop): hop is ToMany => 'from' in hop && hop.from === kind);
  const names = (apart: boolean) => [
    ...new Set(back.flatMap((hop) => ((hop.apart === true) === apart ? [hop.by] : []))),
  ];
  const found = { plain: names(false), apart: names(true) };
  pointers.set(kind, found);
  return found;
}

type Named = readonly [name: string, relation: Relation];

const byNeed = new Map<Kind, readonly Named[]>();

/**
 * Those of a kind, the ones by which others find it first: what is cut may be what it reads itself, not these, for
 * others would not know.
 */
export function relationsByNeed(kind: Kind): readonly Named[] {
  const known = byNeed.get(kind);
  if (known !== undefined) return known;
  const { plain, apart } = pointersOf(kind);
  const isFirst = ([name]: Named): boolean => plain.includes(name) || apart.includes(name);
  const { true: first = [], false: others = [] } = Object.groupBy(
    Object.entries(relationsOf(kind)),
    (one) => `${isFirst(one)}` as const,
  );
  const found = [...first, ...others];
  byNeed.set(kind, found);
  return found;
}

/** Whether who points at a kind is read apart. */
export function isReadApart(kind: Kind): boolean {
  return Object.values<Relation>(relationsOf(kind)).some((hop) => 'from' in hop && hop.apart === true);
}

export function otherKind(hop: Hop): Kind {
  return 'to' in hop ? hop.to : hop.from;
}

/** The paths by which a relation finds others: of one hop, or as it says; repeated steps are gone once. */
export function pathsOf(name: string, relation: Relation): readonly (readonly string[])[] {
  if ('step' in relation) {
    const { step, finally: last } = relation;
    return last === undefined ? step : [...step, last, ...step.map((path) => [...path, ...last])];
  }
  return 'paths' in relation ? relation.paths : [[name]];
}

/** The kinds that a relation goes over and ends at. */
export function kindsOf(from: Kind, name: string, relation: Relation): ReadonlySet<Kind> {
  const kinds = new Set<Kind>();
  for (const path of pathsOf(name, relation)) {
    let kind = from;
    for (const step of path) {
      kind = otherKind(hopOf(kind, step));
      kinds.add(kind);
    }
  }
  return kinds;
}

/** The kind that a relation ends at: all its paths end at the same. */
export function endKind(from: Kind, name: string): Kind {
  const relation = relationsOf(from)[name] as Relation;
  const path = ('finally' in relation && relation.finally) || (pathsOf(name, relation)[0] ?? []);
  return path.reduce<Kind>((kind, step) => otherKind(hopOf(kind, step)), from);
}
