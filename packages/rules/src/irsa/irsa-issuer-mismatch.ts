import { defineRule, fail, pass } from '@podguard/core';
import { ASSOCIATE, CONDITION_KEYS, pinTrust } from '../shared/irsa-mend.ts';
import { clusterStatements, deadParts } from '../shared/irsa-statements.ts';
import { together } from '../shared/irsa-trusts.ts';

export const irsaIssuerMismatch = defineRule({
  id: 'irsa-issuer-mismatch',
  title: "The trust policy asks for the subject of another issuer than its provider's",
  method: 'irsa',
  resource: 'iam-role',
  severity: 'high',
  broken: true,
  family: 'irsa-reach',
  description:
    "Reports a statement for a cluster's OIDC provider that asks for the subject under another issuer's key, which no token of the cluster has, so that nothing matches. Low where the statement lets another of its providers in. Where such a condition holds for every token the role is open, which is reported by itself.",
  rationale:
    'The pods that it was written for get no credentials, or fall back to the role of their node without anybody noticing.',
  references: [CONDITION_KEYS, ASSOCIATE],
  mappings: {},
  falsePositives: ['A statement that was left over from a cluster that is gone.'],
  needs: {},
  covers: undefined,
  evaluate(role, { config }) {
    const looked = clusterStatements(role, config);
    if ('verdict' in looked) return looked.verdict;
    const { statements, undecided } = looked;
    const dead = statements.flatMap(deadParts).filter(({ mismatch }) => mismatch);
    const worst = dead.find(({ worksFor }) => worksFor === null) ?? dead[0];
    if (worst === undefined) return together([...undecided, ...statements.map(() => pass)]);
    const {
      statement: { path },
      part,
      worksFor,
    } = worst;
    const keys = part.report.conditions.filter(({ key }) => /:sub$/i.test(key));
    return fail(
      `No token of cluster ${part.issuer} satisfies ${path} of ${role.key}, which asks for another issuer's subject`,
      {
        evidence: [
          ...keys.map((condition) => ({
            path: condition.path,
            value: `a key that tokens of ${part.issuer} never have`,
          })),
          { path: 'issuer', value: part.issuer },
        ],
        ...(worksFor === null
          ? {}
          : { graded: { severity: 'low', because: `tokens of ${worksFor} satisfy the statement` } }),
      },
    );
  },
  mend: pinTrust,
  remediation: 'restore-trust-policy',
});
