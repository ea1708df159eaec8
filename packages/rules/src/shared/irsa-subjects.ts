import type { Config } from '@podguard/core';
import {
  admittedValues,
  createBudget,
  difference,
  exactly,
  globMatches,
  globPattern,
  intersection,
  isEmpty,
  type Language,
  type NamespaceSubjects,
  type Subjects,
  union,
  type WebIdentityAnswer,
} from '@podguard/policy';
import { KNOWN_ADDONS, SECRETS_OPERATORS } from '../data/known-addons.ts';
import { once } from './memo.ts';

/** A namespace and a name that no policy means. */
const STRANGE_NAMESPACE = 'unrelated-namespace';
const STRANGE_NAME = 'unrelated-app';

const START = 'system:serviceaccount:';

/**
 * How far a set of subjects reaches, narrowest first: named ones, names by a pattern, any name of a namespace,
 * unboundedly many namespaces of a pattern, any namespace, everything. Any is at least half of all names of twelve
 * letters. Of two sets the smaller is never the wider.
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

/** Which subjects get in, surely and possibly, and how far they reach. */
export const admittedSubjects: (answer: WebIdentityAnswer) => AdmittedSubjects = once(
  (answer: WebIdentityAnswer) => {
    const { sure, possible } = admittedValues(answer.analysis, 'sub', stepBudget());
    const width = widthOf(answer.subjects);
    return {
      sure: sure.present,
      possible: possible.present,
      width,
      possibleWidth: sure === possible ? width : widthOf(answer.possibleSubjects),
    };
  },
);

function widthOf(subjects: Subjects): Width {
  switch (subjects.kind) {
    case 'none':
    case 'exact':
    case 'everything':
      return subjects.kind;
    case 'name-prefix':
    case 'namespace':
      return subjects.namespaces.some(isAnyName) ? 'namespace' : 'names';
    case 'any-namespace':
      return subjects.share === 'few' ? 'namespaces' : 'any-namespace';
    case 'pattern':
      return 'namespaces';
  }
}

/** Whether a namespace's service accounts get in whatever they are called, or nearly so. */
export function isAnyName({ names }: NamespaceSubjects): boolean {
  return names === 'any' || ('share' in names && names.share === 'most');
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
      return exactly(`${START}${STRANGE_NAMESPACE}:${STRANGE_NAME}`);
    case 'any-namespace':
      return inNamespace(STRANGE_NAMESPACE);
    case 'namespace':
      return globPattern(`${START}*:${STRANGE_NAME}`);
    default:
      return globPattern(`${START}*`);
  }
}

function inNamespace(namespace: string): Language {
  return globPattern(`${START}${namespace}:*`);
}

/**
 * Subjects that workloads get without being given them, or that whoever may start a pod in kube-system can use: each
 * namespace's `default`, and those of kube-system that are no known add-on's.
 */
export const unmeantSubjects: (config: Config) => Language = once((config: Config) => {
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
  return difference(all, exactly(...configured), budget);
});

/** `shop:cart` of `system:serviceaccount:shop:cart`. */
export function subjectName(subject: string): string {
  return subject.slice(START.length);
}
