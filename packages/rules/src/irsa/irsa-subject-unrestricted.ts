import { defineRule, fail, pass } from '@podguard/core';
import { ASSOCIATE, CONDITION_KEYS, pinTrust } from '../shared/irsa-mend.ts';
import { admittedSubjects, strangers } from '../shared/irsa-subjects.ts';
import { lookAtClusters } from '../shared/irsa-trusts.ts';
import {
  admittedBy,
  andMore,
  coversOpenings,
  findToken,
  issuerEvidence,
  openingOf,
  podWitness,
} from '../shared/irsa-witness.ts';
import { undecidedBy } from '../shared/reach.ts';

export const irsaSubjectUnrestricted = defineRule({
  id: 'irsa-subject-unrestricted',
  title: 'Any service account of the cluster may assume the role',
  method: 'irsa',
  resource: 'iam-role',
  severity: 'critical',
  broken: false,
  family: 'irsa-reach',
  description:
    "Reports a role whose trust policy lets every service account of a cluster in by the cluster's OIDC provider: no condition bounds the token's subject, or none that has an effect.",
  rationale: 'Whoever can start a pod anywhere in the cluster gets the role.',
  references: [ASSOCIATE, CONDITION_KEYS],
  mappings: {},
  falsePositives: ['A cluster that runs one workload only, which the role is for.'],
  needs: {},
  covers: coversOpenings,
  evaluate(role, { config }) {
    const looked = lookAtClusters(role, config, (trust) => {
      const { width, possibleWidth, sure } = admittedSubjects(trust.answer);
      const token = width === 'everything' ? findToken(trust, 'sub', strangers(width)) : 'none';
      if (typeof token === 'object')
        return { found: { trust, token: token.token, opening: openingOf(trust, 'sub', sure) } };
      return possibleWidth === 'everything' ? undecidedBy(trust.answer.analysis.assumptions) : pass;
    });
    if ('verdict' in looked) return looked.verdict;
    const { found, policy } = looked;
    const [{ trust, token }] = found;
    return fail(
      `Any service account of cluster ${trust.issuer}${andMore(found.length)} may assume ${role.key}`,
      {
        evidence: [...admittedBy(policy, token, 'sub'), ...issuerEvidence(found.map((one) => one.trust))],
        witness: podWitness(
          token,
          role.key,
          found.map(({ opening }) => opening),
        ),
      },
    );
  },
  mend: pinTrust,
  remediation: 'restore-trust-policy',
});
