import { defineRule, fail, notApplicable, pass } from '@podguard/core';
import { intersection, listMembers } from '@podguard/policy';
import { ASSOCIATE, pinTrust } from '../shared/irsa-mend.ts';
import {
  admittedSubjects,
  isAtLeast,
  meets,
  stepBudget,
  subjectName,
  unmeantSubjects,
} from '../shared/irsa-subjects.ts';
import { lookAtClusters } from '../shared/irsa-trusts.ts';
import {
  admittedBy,
  coversOpenings,
  findToken,
  issuerEvidence,
  listed,
  openingOf,
  podWitness,
} from '../shared/irsa-witness.ts';
import { undecidedBy } from '../shared/reach.ts';

export const irsaSubjectDefaultServiceAccount = defineRule({
  id: 'irsa-subject-default-service-account',
  title: 'The role trusts a default service account, or an unknown one of kube-system',
  method: 'irsa',
  resource: 'iam-role',
  severity: 'medium',
  broken: false,
  family: null,
  description:
    "Reports a role that a namespace's `default` service account may assume, or a service account of kube-system that is no known add-on's. Not applicable where a whole namespace or more may: that is reported by itself.",
  rationale:
    'Every pod that names no service account of its own runs as `default`, and so has the role without anybody having meant it. Workloads of kube-system are the cluster itself.',
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/',
    ASSOCIATE,
  ],
  mappings: {},
  falsePositives: [
    'An add-on of kube-system that is not known: name it under `knownAddons` in the configuration.',
  ],
  needs: {},
  covers: coversOpenings,
  evaluate(role, { config }) {
    const unmeant = unmeantSubjects(config);
    const looked = lookAtClusters(role, config, (trust) => {
      const { sure, possible, width, possibleWidth } = admittedSubjects(trust.answer);
      if (isAtLeast(width, 'namespace')) return notApplicable('a whole namespace or more may assume it');
      const token = findToken(trust, 'sub', unmeant);
      if (typeof token === 'object') {
        const open = intersection(sure, unmeant, stepBudget());
        return { found: { trust, token: token.token, open } };
      }
      if (possibleWidth === 'none') return notApplicable('nobody gets it');
      return meets(possible, unmeant) ? undecidedBy(trust.answer.analysis.assumptions) : pass;
    });
    if ('verdict' in looked) return looked.verdict;
    const { found, policy } = looked;
    const [{ trust, token, open }] = found;
    const members = listMembers(open, 50, stepBudget());
    const names = listed((members ?? [token.sub]).map(subjectName), ', ');
    return fail(`Service account ${names} of cluster ${trust.issuer} may assume ${role.key}`, {
      evidence: [...admittedBy(policy, token, 'sub'), ...issuerEvidence(found.map((one) => one.trust))],
      witness: podWitness(
        token,
        role.key,
        found.map((one) => openingOf(one.trust, 'sub', one.open)),
      ),
    });
  },
  mend: pinTrust,
  remediation: 'restore-trust-policy',
});
