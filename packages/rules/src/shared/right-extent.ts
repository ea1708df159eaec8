import type { JsonValue } from '@podguard/core';
import {
  type Condition,
  managedPolicy,
  type PermissionSet,
  type PolicyText,
  patternCovers,
  patternsOverlap,
  type Statement,
} from '@podguard/policy';
import type { NodeRight } from './node-rights.ts';

/** Those that the patterns name, or all but those. */
type Names = { readonly only: readonly string[] } | { readonly but: readonly string[] };

interface Test {
  readonly on: string;
  readonly values: readonly string[];
  /** The fewer values, the less it admits. */
  readonly positive: boolean;
}

interface Granted {
  readonly actions: Names;
  readonly resources: Names;
  readonly tests: readonly Test[];
}

interface Limit {
  readonly actions: Names;
  readonly text: string;
}

interface Extent {
  readonly granted: readonly Granted[];
  /** AWS managed policies of which nothing but the name is known. */
  readonly policies: readonly string[];
  readonly limits: readonly Limit[];
}

const ALL: Names = { only: ['*'] };
const EVERYTHING: Granted = { actions: ALL, resources: ALL, tests: [] };
const MOST_PAIRS = 60;

/** What rights take in, with all that takes away from them: to compare with what was there before. */
export function rightExtent(rights: readonly NodeRight[], set: PermissionSet): JsonValue {
  const statements = new Map<Statement, string[]>();
  const policies: string[] = [];
  const granted: Granted[] = [];
  for (const { policy, statement, text } of rights) {
    if (statement !== null) statements.set(statement, [...(statements.get(statement) ?? []), text]);
    else if (managedPolicy(policy)?.kind === 'administrator') granted.push(EVERYTHING);
    else policies.push(policy);
  }
  for (const [statement, texts] of statements) granted.push(grantedBy(statement, texts));
  return { granted, policies, limits: limitsOf(set) } satisfies Extent as unknown as JsonValue;
}

/** Whether nothing is there now that was not before. */
export function coversRightExtent(before: JsonValue | undefined, now: JsonValue | undefined): boolean {
  const one = before as Extent | null | undefined;
  const other = now as Extent | null | undefined;
  if (one?.granted === undefined || other?.granted === undefined) return one === other;
  const kept = new Set(other.limits.map(({ text }) => text));
  const lifted = one.limits.filter(({ text }) => !kept.has(text));
  const policies = other.policies.every(
    (name) => lifted.length === 0 && (one.policies.includes(name) || one.granted.some(isEverything)),
  );
  return policies && other.granted.every((right) => isCovered(right, one, lifted));
}

function isEverything({ actions, resources, tests }: Granted): boolean {
  return tests.length === 0 && takesIn(actions, ALL) && takesIn(resources, ALL);
}

function isCovered(now: Granted, { granted }: Extent, lifted: readonly Limit[]): boolean {
  return piecesOf(now.actions).every(
    (actions) =>
      !lifted.some((limit) => isOverlapping(limit.actions, actions)) &&
      piecesOf(now.resources).every((resources) =>
        granted.some(
          (before) =>
            takesIn(before.actions, actions) &&
            takesIn(before.resources, resources) &&
            before.tests.every((test) => now.tests.some((other) => isNarrower(other, test))),
        ),
      ),
  );
}

function grantedBy(statement: Statement, texts: readonly string[]): Granted {
  const { actions, notActions, conditions } = statement;
  return {
    actions: actions === null ? { but: lower(notActions) } : { only: texts.map((one) => one.toLowerCase()) },
    resources: resourcesOf(statement),
    tests: conditions.map(toTest),
  };
}

function resourcesOf({ resources, notResources }: Statement): Names {
  return resources === null && notResources !== null
    ? { but: texts(notResources) }
    : { only: texts(resources ?? []) };
}

function toTest({ written, lowerKey, operator, values }: Condition): Test {
  const positive = operator !== 'unknown' && operator !== 'Null' && !/Not/.test(operator);
  return { on: `${written} ${lowerKey}`, values: values.map(({ value }) => value), positive };
}

function isNarrower(now: Test, before: Test): boolean {
  if (now.on !== before.on) return false;
  const [few, many] = now.positive ? [now.values, before.values] : [before.values, now.values];
  return few.every((value) => many.includes(value));
}

/** Each thing that a Deny takes by itself, so that one that is made wider still has what it had. */
function limitsOf({ policies, boundary }: PermissionSet): readonly Limit[] {
  const limits = policies.flatMap(({ name, policy }): readonly Limit[] => {
    if (managedPolicy(name)?.kind === 'denying') return [{ actions: ALL, text: name }];
    return (policy?.statements ?? []).filter(({ effect }) => effect === 'Deny').flatMap(takenBy);
  });
  if (boundary !== null && managedPolicy(boundary.name)?.kind !== 'administrator')
    limits.push({ actions: ALL, text: `boundary ${boundary.name}` });
  return limits;
}

function takenBy(statement: Statement): readonly Limit[] {
  const { actions, notActions, conditions } = statement;
  const tests = conditions.map(toTest);
  const resources = piecesOf(resourcesOf(statement));
  const names: Names = actions === null ? { but: lower(notActions) } : { only: lower(actions) };
  const pieces = piecesOf(names);
  const where = pieces.length * resources.length > MOST_PAIRS ? [resourcesOf(statement)] : resources;
  return pieces.flatMap((own) =>
    where.map((resource) => ({ actions: own, text: JSON.stringify([own, resource, tests]) })),
  );
}

function piecesOf(names: Names): readonly Names[] {
  return 'only' in names ? names.only.map((name) => ({ only: [name] })) : [names];
}

/** Of a single piece. */
function takesIn(names: Names, piece: Names): boolean {
  if ('only' in piece) {
    return 'only' in names
      ? piece.only.every((name) => names.only.some((pattern) => patternCovers(pattern, name)))
      : piece.only.every((name) => names.but.every((other) => patternsOverlap(other, name) === false));
  }
  return 'only' in names
    ? names.only.includes('*')
    : names.but.every((name) => piece.but.some((pattern) => patternCovers(pattern, name)));
}

function isOverlapping(names: Names, piece: Names): boolean {
  if (!('only' in names) || !('only' in piece)) return true;
  return names.only.some((name) => piece.only.some((other) => patternsOverlap(name, other) !== false));
}

function texts(list: readonly PolicyText[]): readonly string[] {
  return list.map(({ value }) => value);
}

function lower(list: readonly PolicyText[] | null): readonly string[] {
  return (list ?? []).map(({ value }) => value.toLowerCase());
}
