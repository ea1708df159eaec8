import { defineRule, indeterminate, notApplicable } from '@podguard/core';
import { takePodsRights } from '../shared/mend-steps.ts';
import { isByAssociationsOnly, podReach, waysInWords } from '../shared/pods.ts';
import { privilegeOf } from '../shared/privilege.ts';
import { privilegeVerdict } from '../shared/privilege-verdict.ts';
import { coversRights, privilegeWitness } from '../shared/privilege-witness.ts';

export const podRolePrivileged = defineRule({
  id: 'pod-role-privileged',
  title: 'A role that pods get is an administrator or can make itself one',
  method: 'assume-role',
  resource: 'iam-role',
  severity: 'critical',
  broken: false,
  family: null,
  description:
    "Reports a role that pods get, with a cluster's token, by EKS Pod Identity or by the configuration's word, and that is administrator-equivalent or has a publicly known escalation path. A path that may pass, assume or edit named roles only counts by those roles' rights; a role of its account that names it in its trust policy is one that it may assume. Where associations are the only way, pod-identity-privileged-role reports them.",
  rationale: 'One pod that runs foreign code is then enough to lose the account.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
    'https://pathfinding.cloud/paths',
  ],
  mappings: { nist80053: ['AC-6'] },
  falsePositives: [
    'A role whose permissions boundary, unknown to Podguard, cuts the attached policy down.',
    "A role that the organisation's service control policies cut down.",
    'An infrastructure controller that is meant to make roles: exempt it, and keep its namespace for itself.',
  ],
  needs: {
    associations: ['roleArn'],
    targetAssociations: ['targetRoleArn'],
    policies: ['defaultVersion', 'versions'],
    namedRoles: ['trust', 'policies', 'inlinePolicies', 'boundary'],
  },
  covers: coversRights,
  evaluate(role, { related, config }) {
    const reach = podReach(role, related, config);
    if (reach.answer === 'no') return notApplicable('no pod gets it');
    if (isByAssociationsOnly(reach)) {
      return notApplicable('pods get it by associations only, and pod-identity-privileged-role judges those');
    }
    const privilege = privilegeOf(role, related);
    if (reach.answer === 'unknown' && privilege.kind !== 'none') return indeterminate(...reach.missing);
    return privilegeVerdict(privilege, {
      who: `Pods that get ${role.key}${waysInWords(reach)}`,
      evidence: reach.evidence,
      witness: (proved) => privilegeWitness(role, config, proved),
    });
  },
  mend: takePodsRights,
  remediation: 'detach-admin-policy',
});
