import { defineRule, type Evidence, fail, pass, undecidable } from '@podguard/core';
import { ASSOCIATE, CONDITION_KEYS, OPERATORS, pinTrust } from '../shared/irsa-mend.ts';
import {
  clusterStatements,
  type DeadPart,
  deadParts,
  misdirected,
  openConditions,
  openDenies,
  type ShutPart,
  shutParts,
} from '../shared/irsa-statements.ts';
import { together } from '../shared/irsa-trusts.ts';
import { listed } from '../shared/irsa-witness.ts';
import { undecidedBy } from '../shared/reach.ts';

export const irsaConditionNeverMatches = defineRule({
  id: 'irsa-condition-never-matches',
  title: "No token can satisfy a statement of the role's trust policy",
  method: 'irsa',
  resource: 'iam-role',
  severity: 'low',
  broken: true,
  family: 'irsa-reach',
  description:
    "Reports a statement for a cluster's OIDC provider that no token of the cluster can satisfy: a wildcard under StringEquals, conditions that contradict each other, a subject that no service account has, a claim that tokens of a cluster lack, an Allow of sts:AssumeRole where tokens need sts:AssumeRoleWithWebIdentity. So is one whose every token a Deny refuses.",
  rationale:
    'The pods that it was written for get no credentials, or fall back to the role of their node without anybody noticing.',
  references: [
    OPERATORS,
    CONDITION_KEYS,
    ASSOCIATE,
    'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html',
  ],
  mappings: {},
  falsePositives: [
    'A statement that was switched off on purpose, by a condition that never holds or by a Deny.',
  ],
  needs: {},
  covers: undefined,
  evaluate(role, { config }) {
    const looked = clusterStatements(role, config);
    if ('verdict' in looked) return looked.verdict;
    const { statements, undecided } = looked;
    const dead = statements.flatMap(deadParts).filter(({ mismatch }) => !mismatch);
    const [first] = dead;
    const [wrong] = first === undefined ? misdirected(role, config) : [];
    if (wrong !== undefined) {
      const { statement, issuer, action } = wrong;
      return fail(`No token of cluster ${issuer} satisfies ${statement.path} of ${role.key}`, {
        evidence: [
          { path: action.path, value: `${action.value} (tokens need sts:AssumeRoleWithWebIdentity)` },
          { path: 'issuer', value: issuer },
        ],
      });
    }
    const [shut] = first === undefined ? statements.flatMap(shutParts) : [];
    if (shut !== undefined) {
      const { statement, part } = shut;
      return fail(
        `No token of cluster ${part.issuer} gets ${role.key}: a Deny refuses each that ${statement.path} lets in`,
        { evidence: [...whyRefused(shut), { path: 'issuer', value: part.issuer }] },
      );
    }
    if (first === undefined) {
      const hanging = statements.flatMap(openDenies);
      const open = statements.flatMap(openConditions).map(({ path }) => `${path}: whether it can hold`);
      return together([
        ...undecided,
        ...(open.length > 0 ? [undecidable(...new Set(open))] : []),
        ...(hanging.length > 0 ? [undecidedBy(hanging)] : []),
        ...statements.map(() => pass),
      ]);
    }
    const { statement, part } = first;
    return fail(`No token of cluster ${part.issuer} satisfies ${statement.path} of ${role.key}`, {
      evidence: [...whyNot(first), { path: 'issuer', value: part.issuer }],
    });
  },
  mend: pinTrust,
  remediation: 'restore-trust-policy',
});

/** The Deny statements, with what they ask for. */
function whyRefused({ part: { issuer, answer }, denies }: ShutPart): readonly Evidence[] {
  const reports = answer.statements.flatMap(({ conditions }) => conditions);
  const always = new Set(reports.filter(({ effect }) => effect === 'all').map(({ path }) => path));
  return denies.flatMap((deny): readonly Evidence[] => {
    if (deny.conditions.length === 0) return [{ path: deny.path, value: 'a Deny without a condition' }];
    return deny.conditions.map(({ path, values }) => {
      const text = listed(values.map(({ value }) => value));
      return { path, value: always.has(path) ? `${text} (holds for every token of ${issuer})` : text };
    });
  });
}

/** The conditions that never hold; failing those, the ones that contradict each other. */
function whyNot({ statement, part: { report, issuer } }: DeadPart): readonly Evidence[] {
  const never = new Set(report.conditions.filter(({ effect }) => effect === 'none').map(({ path }) => path));
  const why = never.size > 0 ? `holds for no token of ${issuer}` : 'contradicts another condition';
  return statement.conditions
    .filter(({ path }) => never.size === 0 || never.has(path))
    .map(({ path, values }) => ({ path, value: `${listed(values.map(({ value }) => value))} (${why})` }));
}
