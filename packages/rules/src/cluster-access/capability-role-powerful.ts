import { defineRule, fail, indeterminate, notApplicable, pass, undecidable } from '@podguard/core';
import { lines, takeRights } from '../shared/mend-steps.ts';
import { administratorBy, isUnread, permissionsOf } from '../shared/permissions.ts';
import { grantEvidence } from '../shared/permissions-evidence.ts';

export const capabilityRolePowerful = defineRule({
  id: 'capability-role-powerful',
  title: 'A managed capability of the cluster has an administrator role',
  method: 'cluster-access',
  resource: 'eks-capability',
  severity: 'high',
  broken: false,
  family: null,
  description:
    'Reports an EKS capability (ACK, kro, Argo CD) whose role is administrator-equivalent. One that may only edit what controllers of its kind are made to edit, roles too, is not.',
  rationale:
    'Whoever may create the capability’s custom resources in the cluster has the role’s rights in the account: with an administrator role a namespace’s owner becomes the account’s.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/capability-role.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/capabilities-security.html',
  ],
  mappings: { nist80053: ['AC-6'] },
  falsePositives: [
    'A trial by AWS’s first steps, which attach AdministratorAccess.',
    'A cluster in which only the account’s administrators may create anything.',
  ],
  needs: {
    role: ['arn', 'policies', 'inlinePolicies', 'boundary'],
    policies: ['defaultVersion', 'versions'],
  },
  covers: undefined,
  evaluate({ key, state }, { related }) {
    const { role } = related;
    if (role === null || role === undefined) return indeterminate('roleArn');
    if (!role.present) return notApplicable('the role was deleted');
    const { set } = permissionsOf(role, related.policies);
    const administrator = administratorBy(set);
    if (administrator.answer === 'no') return pass;
    if (administrator.answer === 'undecided') {
      const { missing } = administrator;
      return isUnread(set, missing) ? indeterminate(...missing) : undecidable(...missing);
    }
    const name = state.capabilityName ?? key.slice(key.lastIndexOf('/') + 1);
    const where = `capability ${name} of cluster ${state.clusterName ?? '?'}`;
    return fail(`What is created for ${where} is made with ${role.key}, which is an administrator`, {
      evidence: [{ path: 'roleArn', value: role.key }, ...grantEvidence(set, administrator.evidence)],
    });
  },
  mend: {
    cli: takeRights({
      first:
        'give the role a policy for the services whose resources the capability makes, or use ACK’s IAMRoleSelector with a role for each namespace',
      change: 'take out what makes it an administrator',
    }),
    terraform: lines(
      '# first a policy for the services whose resources the capability makes',
      '# then aws_iam_role_policy_attachment, aws_iam_role_policy: that one in place of the administrator’s',
    ),
    cloudformation: lines(
      '# first a policy for the services whose resources the capability makes',
      '# then AWS::IAM::Role ManagedPolicyArns, Policies: that one in place of the administrator’s',
    ),
  },
});
