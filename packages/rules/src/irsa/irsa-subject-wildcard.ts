import { defineRule, fail, notApplicable, pass, type Severity } from '@podguard/core';
import { difference, exactly, type Language, type NamespaceSubjects, type Subjects } from '@podguard/policy';
import { ASSOCIATE, OPERATORS, pinTrust } from '../shared/irsa-mend.ts';
import {
  type AdmittedSubjects,
  admittedSubjects,
  isAnyName,
  isAtLeast,
  stepBudget,
  strangers,
  WIDTHS,
  type Width,
} from '../shared/irsa-subjects.ts';
import { type IrsaTrust, lookAtClusters } from '../shared/irsa-trusts.ts';
import {
  admittedBy,
  andMore,
  coversOpenings,
  findToken,
  issuerEvidence,
  listed,
  openingOf,
  podWitness,
} from '../shared/irsa-witness.ts';
import { undecidedBy } from '../shared/reach.ts';

export const irsaSubjectWildcard = defineRule({
  id: 'irsa-subject-wildcard',
  title: 'The role may be assumed by more service accounts than are named',
  method: 'irsa',
  resource: 'iam-role',
  severity: 'high',
  broken: false,
  family: 'irsa-reach',
  description:
    'Reports a role whose trust policy admits service accounts by a pattern rather than by their names. Critical where that reaches into any namespace, or most, high where any service account of a namespace, or most, or namespaces of a pattern get in, low where it is names of a pattern in given namespaces.',
  rationale:
    'Whoever may create service accounts or pods that fit the pattern gets the role, in namespaces that nobody thought of too.',
  references: [ASSOCIATE, OPERATORS],
  mappings: {},
  falsePositives: [
    'A namespace that belongs to one workload, whose service accounts are all meant to have the role.',
  ],
  needs: {},
  covers: coversOpenings,
  evaluate(role, { config }) {
    const looked = lookAtClusters(role, config, (trust) => {
      const subjects = admittedSubjects(trust.answer);
      if (subjects.width === 'everything')
        return notApplicable('any service account may assume it: irsa-subject-unrestricted');
      const token = isAtLeast(subjects.width, 'names') ? findStranger(trust, subjects) : 'none';
      if (typeof token === 'object') return { found: { trust, subjects, token: token.token } };
      return isAtLeast(subjects.possibleWidth, 'names')
        ? undecidedBy(trust.answer.analysis.assumptions)
        : pass;
    });
    if ('verdict' in looked) return looked.verdict;
    const found = [...looked.found].sort(
      (one, other) => WIDTHS.indexOf(other.subjects.width) - WIDTHS.indexOf(one.subjects.width),
    );
    const [{ trust, subjects, token }] = found as [(typeof found)[number]];
    const openings = found.map((one) => openingOf(one.trust, 'sub', one.subjects.sure));
    const { severity, because } = GRADES[subjects.width as keyof typeof GRADES];
    return fail(
      `${whoOf(trust, subjects.width)} of cluster ${trust.issuer}${andMore(found.length)} may assume ${role.key}`,
      {
        evidence: [
          ...admittedBy(looked.policy, token, 'sub'),
          ...issuerEvidence(found.map((one) => one.trust)),
        ],
        witness: podWitness(token, role.key, openings),
        ...(severity === 'high' ? {} : { graded: { severity, because } }),
      },
    );
  },
  mend: pinTrust,
  remediation: 'restore-trust-policy',
});

const GRADES: Readonly<
  Record<
    Exclude<Width, 'none' | 'exact' | 'everything'>,
    { readonly severity: Severity; readonly because: string }
  >
> = {
  names: { severity: 'low', because: 'names of a pattern in given namespaces only' },
  namespace: { severity: 'high', because: 'any service account of a namespace' },
  namespaces: { severity: 'high', because: 'namespaces of a pattern' },
  'any-namespace': { severity: 'critical', because: 'it reaches into any namespace' },
};

function whoOf({ answer }: IrsaTrust, width: Width): string {
  const { subjects } = answer;
  if (subjects.kind === 'any-namespace') {
    const { share, namespacePrefix } = subjects;
    if (share !== 'few')
      return `Service accounts of ${share === 'all' ? 'any namespace' : 'most namespaces'}`;
    return namespacePrefix === ''
      ? 'Service accounts of namespaces that fit a pattern'
      : `Service accounts of any namespace ${namespacePrefix}*`;
  }
  const { namespaces: all } = subjects as Extract<Subjects, { readonly namespaces: unknown }>;
  const open = all.filter((one) => (width === 'namespace' ? isAnyName(one) : isPattern(one)));
  const namespaces = listed(
    open.map(({ namespace }) => namespace),
    ', ',
  );
  if (width !== 'namespace') return `Service accounts of namespace ${namespaces} that fit a pattern`;
  const who = open.every(({ names }) => names === 'any') ? 'Any service account' : 'Most service accounts';
  return `${who} of namespace ${namespaces}`;
}

function isPattern({ names }: NamespaceSubjects): boolean {
  return names !== 'any' && 'share' in names;
}

/** A token that no condition names in full: there is one in every set without end. */
function findStranger(trust: IrsaTrust, { width }: AdmittedSubjects) {
  const named = trust.answer.analysis.policy.statements.flatMap(({ conditions }) =>
    conditions.flatMap(({ values }) => values.map(({ value }) => value)),
  );
  const unnamed = (among: Language) => difference(among, exactly(...named), stepBudget());
  const token = findToken(trust, 'sub', unnamed(strangers(width)));
  return typeof token === 'object' ? token : findToken(trust, 'sub', unnamed(strangers('names')));
}
