import { defineRule, indeterminate, notApplicable } from '@podguard/core';
import { takePodsRights } from '../shared/mend-steps.ts';
import { privilegeOf } from '../shared/privilege.ts';
import { privilegeVerdict } from '../shared/privilege-verdict.ts';
import { associationWitness, coversRights } from '../shared/privilege-witness.ts';

export const podIdentityPrivilegedRole = defineRule({
  id: 'pod-identity-privileged-role',
  title: 'A Pod Identity association gives its pods an administrator role',
  method: 'pod-identity',
  resource: 'pod-identity-association',
  severity: 'critical',
  broken: false,
  family: null,
  description:
    "Reports an association whose role is administrator-equivalent or, by a publicly known escalation path, can make itself so. A path that may pass, assume or edit named roles only counts by those roles' rights; a role of its account that names it in its trust policy is one that it may assume.",
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
    role: ['arn', 'policies', 'inlinePolicies', 'boundary'],
    policies: ['defaultVersion', 'versions'],
    namedRoles: ['trust', 'policies', 'inlinePolicies', 'boundary'],
  },
  covers: coversRights,
  evaluate(association, { related }) {
    const { role } = related;
    if (role === null || role === undefined) return indeterminate('roleArn');
    if (!role.present) return notApplicable('the role was deleted');
    const { namespace, serviceAccount, clusterName } = association.state;
    const pods = `Pods of ${namespace ?? '?'}/${serviceAccount ?? '?'} in cluster ${clusterName ?? '?'}`;
    return privilegeVerdict(privilegeOf(role, related), {
      who: `${pods}, which get ${role.key},`,
      evidence: [{ path: 'roleArn', value: role.key }],
      witness: (proved) => associationWitness(association, role, proved),
    });
  },
  mend: takePodsRights,
  remediation: 'detach-admin-policy',
});
