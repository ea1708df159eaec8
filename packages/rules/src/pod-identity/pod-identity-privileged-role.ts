import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { administratorPolicy } from '../shared/administrator-policies.ts';

export const podIdentityPrivilegedRole = defineRule({
  id: 'pod-identity-privileged-role',
  title: 'A Pod Identity association gives its pods an administrator role',
  method: 'pod-identity',
  resource: 'pod-identity-association',
  severity: 'critical',
  broken: false,
  family: null,
  description:
    'Reports an association whose role is administrator-equivalent or can make itself so, by the AWS managed policies attached to it.',
  rationale: 'One pod that runs foreign code is then enough to lose the account.',
  references: ['https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html'],
  mappings: {},
  falsePositives: ['A role whose permissions boundary, unknown to Podguard, cuts the attached policy down.'],
  needs: { role: ['policies', 'boundary'] },
  covers: undefined,
  evaluate({ state }, { related }) {
    const { role } = related;
    if (role === null || role === undefined) return indeterminate('roleArn');
    if (!role.present) return notApplicable('the role was deleted');
    const attached = [...role.sets.policies.members.keys()];
    const privileged = attached.filter((arn) => administratorPolicy(arn) !== undefined);
    if (privileged.length > 0) {
      const { boundary } = role.state;
      if (typeof boundary === 'string' && administratorPolicy(boundary) === undefined)
        return indeterminate(`boundary ${boundary}`);
      return fail(
        `Pods of ${state.namespace ?? '?'}/${state.serviceAccount ?? '?'} in cluster ${state.clusterName ?? '?'} are administrators by ${role.key}`,
        {
          evidence: [
            ...privileged.map((arn) => ({ path: 'policyArn', value: arn })),
            { path: 'roleArn', value: role.key },
          ],
        },
      );
    }
    if (!role.sets.policies.complete) return indeterminate(`policies of ${role.key}`);
    const unread = attached.filter((arn) => !/^arn:[^:]*:iam::aws:policy\//.test(arn));
    return unread.length > 0 ? indeterminate(...unread) : pass;
  },
  mend: {
    cli: 'aws iam detach-role-policy --role-name {roleName} --policy-arn {policyArn}\n# attach a policy that names what the workload calls',
    terraform: '# aws_iam_role_policy_attachment: name a policy that holds only what the workload calls',
    cloudformation:
      '# AWS::IAM::Role ManagedPolicyArns: name a policy that holds only what the workload calls',
  },
});
