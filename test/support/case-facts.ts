import { isDeepStrictEqual } from 'node:util';
import { type Kind, type Resource, relationsOf } from '@podguard/core';
import type { RuleCase } from './describe-rule.ts';

type Case = RuleCase<Kind>;
type Path = readonly (string | number)[];

/** One thing that a case tells. */
export interface Fact {
  readonly name: string;
  readonly paths: readonly Path[];
  /** What stands there when it is not known; undefined where nobody can tell that from its not being so. */
  readonly unknown: ((told: unknown) => unknown) | undefined;
  /** Whether a relation leads to one: while that is not known, a rule that needs it is not asked. */
  readonly isOne?: boolean | undefined;
}

const SEEN = ['before', 'uses', 'bornAt', 'goneAt', 'gone'] as const;
const NO_MEMBERS = { members: new Map(), complete: false };
const forgotten = () => undefined;

/** What two cases tell differently. */
export function differences(kind: Kind, one: Case, other: Case): readonly Fact[] {
  return factsOf(kind, one, other).filter(({ paths }) =>
    paths.some((path) => !isDeepStrictEqual(at(one, path), at(other, path))),
  );
}

/** What either of two cases tells; of the resources around it field by field, where both have the same. */
export function factsOf(kind: Kind, one: Case, other: Case = one): readonly Fact[] {
  const names = (...groups: readonly (keyof Case)[]): readonly string[] => [
    ...new Set([one, other].flatMap((from) => groups.flatMap((group) => Object.keys(from[group] ?? {})))),
  ];
  return [
    ...names('state').map((name) => ({ name, paths: [['state', name]], unknown: forgotten })),
    ...names('sets', 'some').map((name) => ({
      name,
      paths: [
        ['sets', name],
        ['some', name],
      ],
      unknown: forgotten,
    })),
    ...names('config').map((name) => ({
      name: `config.${name}`,
      paths: [['config', name]],
      unknown: undefined,
    })),
    ...SEEN.map((name) => ({ name, paths: [[name]], unknown: name === 'bornAt' ? () => null : undefined })),
    ...names('related').flatMap((name) =>
      relatedFacts(['related', name], unknownRelation(kind, name), one, other),
    ),
  ];
}

function relatedFacts(path: Path, { unknown, isOne }: Unknown, one: Case, other: Case): readonly Fact[] {
  const [mine, others] = [at(one, path), at(other, path)];
  if (Array.isArray(mine) && Array.isArray(others) && mine.length === others.length && mine.length > 0)
    return mine.flatMap((_, index) =>
      relatedFacts([...path, index], { unknown: unknown && toMissing, isOne }, one, other),
    );
  const name = path.join('.');
  if (!isResource(mine) || !isResource(others) || !isDeepStrictEqual(lifeOf(mine), lifeOf(others)))
    return [{ name, paths: [path], unknown, isOne }];
  return [
    ...Object.keys({ ...mine.state, ...others.state }).map((field) => ({
      name: `${name}.${field}`,
      paths: [[...path, 'state', field]],
      unknown: forgotten,
    })),
    ...Object.keys({ ...mine.sets, ...others.sets }).map((set) => ({
      name: `${name}.${set}`,
      paths: [[...path, 'sets', set]],
      unknown: () => NO_MEMBERS,
    })),
  ];
}

/** Of those that it points at the keys are left. */
function allMissing(told: unknown): unknown {
  return Array.isArray(told) ? told.map(toMissing) : told;
}

function toMissing(told: unknown): unknown {
  return isResource(told) ? { missing: told.key } : told;
}

type Unknown = Pick<Fact, 'unknown' | 'isOne'>;

/** Those that point back were seen or were not; of those that it points at the keys are known. */
function unknownRelation(kind: Kind, name: string): Unknown {
  const relation = relationsOf(kind)[name];
  if (relation === undefined) return { unknown: undefined, isOne: false };
  if ('key' in relation) return { unknown: forgotten, isOne: true };
  if (!('paths' in relation)) return { unknown: 'from' in relation ? undefined : allMissing, isOne: false };
  const path = relation.paths[0] as readonly string[];
  const last = relationsOf(path.slice(0, -1).reduce(otherEnd, kind))[path.at(-1) as string];
  return { unknown: last !== undefined && 'from' in last ? undefined : allMissing, isOne: false };
}

function otherEnd(kind: Kind, name: string): Kind {
  const hop = relationsOf(kind)[name] as { readonly to: Kind } | { readonly from: Kind };
  return 'to' in hop ? hop.to : hop.from;
}

function isResource(value: unknown): value is Resource {
  return typeof value === 'object' && value !== null && 'sets' in value;
}

/** All but what is known of its state. */
function lifeOf({ state: _state, sets: _sets, ...life }: Resource): object {
  return life;
}

/** The case with these facts as the other case tells them. */
export function withFacts(into: Case, facts: readonly Fact[], from: Case): Case {
  return change(into, facts, (path) => at(from, path));
}

/** The case as it is where this is not known. */
export function withoutFact(from: Case, fact: Fact): Case {
  return change(from, [fact], (path) => fact.unknown?.(at(from, path)));
}

/** Whether a case tells it at all. */
export function isTold(by: Case, { paths }: Fact): boolean {
  return paths.some((path) => at(by, path) !== undefined);
}

function change(into: Case, facts: readonly Fact[], to: (path: Path) => unknown): Case {
  return facts
    .flatMap(({ paths }) => paths)
    .reduce<unknown>((left, path) => put(left, path, to(path)), into) as Case;
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, step) => (inner as Record<string, unknown> | undefined)?.[step], value);
}

function put(into: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  const inner = put(at(into, [step]), rest, value);
  if (Array.isArray(into)) return into.with(step as number, inner);
  const { [step]: _old, ...others } = (into ?? {}) as Record<string, unknown>;
  return inner === undefined ? others : { ...others, [step]: inner };
}
