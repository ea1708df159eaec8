import type { Config } from '@podguard/core';
import {
  admittedValues,
  createBudget,
  difference,
  exactly,
  globMatches,
  globPattern,
  has,
  intersection,
  isEmpty,
  type Language,
  type Subjects,
  union,
  type WebIdentityAnswer,
} from '@podguard/policy';
import { KNOWN_ADDONS, SECRETS_OPERATORS } from '../data/known-addons.ts';

/** Namespaces and names that no policy means: whoever admits both admits any. */
const STRANGE_NAMESPACES = ['unrelated-namespace', 'zq7-elsewhere'] as const;
const STRANGE_NAMES = ['unrelated-app', 'zq7-somebody-else'] as const;

const START = 'system:serviceaccount:';

/**
 * How far a set of subjects reaches, narrowest first: named ones, names by a pattern, all names of a namespace,
 * unboundedly many namespaces of a pattern, any namespace, everything. Of two sets the smaller is never the wider.
 */
export const WIDTHS = [
  'none',
  'exact',
  'names',
  'namespace',
  'namespaces',
  'any-namespace',
  'everything',
] as const;
export type Width = (typeof WIDTHS)[number];

/** The analysis was within its own budget, so that a step with a small pattern cannot need more than this. */
export const stepBudget = () => createBudget(2_000_000);

export interface AdmittedSubjects {
  readonly sure: Language;
  readonly possible: Language;
  readonly width: Width;
  readonly possibleWidth: Width;
}

const known = new WeakMap<WebIdentityAnswer, AdmittedSubjects>();

/** Which subjects get in, surely and possibly, and how far they reach. */
export function admittedSubjects(answer: WebIdentityAnswer): AdmittedSubjects {
  const old = known.get(answer);
  if (old !== undefined) return old;
  const { sure, possible } = admittedValues(answer.analysis, 'sub', stepBudget());
  const width = widthOf(answer.subjects, sure.present);
  const made = {
    sure: sure.present,
    possible: possible.present,
    width,
    possibleWidth: sure === possible ? width : widthOf(answer.possibleSubjects, possible.present),
  };
  known.set(answer, made);
  return made;
}

function widthOf(subjects: Subjects, admitted: Language): Width {
  switch (subjects.kind) {
    case 'none':
    case 'exact':
    case 'everything':
      return subjects.kind;
    case 'name-prefix':
    case 'namespace':
      return subjects.namespaces.some(
        ({ namespace, names }) =>
          names === 'any' || STRANGE_NAMES.every((name) => has(admitted, `${START}${namespace}:${name}`)),
      )
        ? 'namespace'
        : 'names';
    case 'any-namespace':
    case 'pattern':
      return STRANGE_NAMESPACES.every((namespace) => meets(admitted, inNamespace(namespace)))
        ? 'any-namespace'
        : 'namespaces';
  }
}

export function isAtLeast(width: Width, other: Width): boolean {
  return WIDTHS.indexOf(width) >= WIDTHS.indexOf(other);
}

export function meets(one: Language, other: Language): boolean {
  return !isEmpty(intersection(one, other, stepBudget()));
}

/** What a person sees to be none of theirs: of a set that reaches that far. */
export function strangers(width: Width): Language {
  switch (width) {
    case 'everything':
      return exactly(`${START}${STRANGE_NAMESPACES[0]}:${STRANGE_NAMES[0]}`);
    case 'any-namespace':
      return inNamespace(STRANGE_NAMESPACES[0]);
    case 'namespace':
      return globPattern(`${START}*:${STRANGE_NAMES[0]}`);
    default:
      return globPattern(`${START}*`);
  }
}

function inNamespace(namespace: string): Language {
  return globPattern(`${START}${namespace}:*`);
}

const unmeant = new WeakMap<Config, Language>();

/**
 * Subjects that workloads get without being given them, or that whoever may start a pod in kube-system can use: each
 * namespace's `default`, and those of kube-system that are no known add-on's.
 */
export function unmeantSubjects(config: Config): Language {
  const old = unmeant.get(config);
  if (old !== undefined) return old;
  const addons = [...KNOWN_ADDONS, ...SECRETS_OPERATORS].filter(({ namespace }) =>
    globMatches(namespace, 'kube-system'),
  );
  const budget = stepBudget();
  const systems = addons.reduce<Language>(
    (rest, { serviceAccount }) =>
      difference(rest, globPattern(`${START}kube-system:${serviceAccount}`), budget),
    inNamespace('kube-system'),
  );
  const configured = [...config.knownAddons, ...config.secretsOperators].map(
    ({ namespace, serviceAccount }) => `${START}${namespace}:${serviceAccount}`,
  );
  const all = union(globPattern(`${START}*:default`), systems, budget);
  const made = difference(all, exactly(...configured), budget);
  unmeant.set(config, made);
  return made;
}

/** `shop:cart` of `system:serviceaccount:shop:cart`. */
export function subjectName(subject: string): string {
  return subject.slice(START.length);
}
