import { defineRule, fail, indeterminate, notApplicable, pass, type Resource } from '@podguard/core';
import { podsOf } from '../shared/association.ts';
import { lines } from '../shared/mend-steps.ts';
import { isNodeRole, nodeRoleBecause } from '../shared/node-role.ts';

export const podIdentityNodeRole = defineRule({
  id: 'pod-identity-node-role',
  title: 'A Pod Identity association gives its pods the role of a node',
  method: 'pod-identity',
  resource: 'pod-identity-association',
  severity: 'high',
  broken: false,
  family: null,
  description:
    'Reports an association whose role nodes have too: by a node group, an access entry for nodes, the policy for worker nodes, or the configuration.',
  rationale:
    'The pods may then join nodes to the cluster and do whatever nodes may, and every pod that reaches the metadata service has what was meant for these alone.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
  ],
  mappings: {},
  falsePositives: [],
  needs: { role: ['trust', 'policies'], nodegroups: ['nodeRole'], accessEntries: ['type'] },
  covers: undefined,
  evaluate(association, { related, config }) {
    const { role, accessEntries } = related;
    if (role === null || role === undefined) return indeterminate('roleArn');
    if (!role.present) return notApplicable('the role was deleted');
    const because = entryFor(accessEntries) ?? nodeRoleBecause(role, related, config);
    if (because !== null) {
      return fail(`${podsOf(association)} gets ${role.key}, a node's role (by ${because})`, {
        evidence: [
          { path: 'roleArn', value: role.key },
          { path: 'node role by', value: because },
        ],
      });
    }
    const untyped = accessEntries.find(({ present, state }) => present && state.type === undefined);
    if (untyped !== undefined) return indeterminate(`type of ${untyped.key}`);
    return isNodeRole(role, related, config) === 'no'
      ? pass
      : indeterminate(`whether ${role.key} is a node's role`);
  },
  mend: {
    cli: lines(
      '# a role of the workload’s own, which pods.eks.amazonaws.com may assume, with what the workload calls',
      'aws iam create-role --role-name APP --assume-role-policy-document file://trust.json',
      'aws iam put-role-policy --role-name APP --policy-name APP --policy-document file://policy.json',
      'aws eks update-pod-identity-association --cluster-name {clusterName} --association-id {associationId} --role-arn arn:aws:iam::{account}:role/APP --region {region}',
    ),
    terraform:
      'role_arn = aws_iam_role.app.arn # aws_eks_pod_identity_association: a role of the workload’s own',
    cloudformation:
      'RoleArn: !GetAtt AppRole.Arn # AWS::EKS::PodIdentityAssociation: a role of the workload’s own',
  },
  remediation: 'revert-association',
});

/** `EC2_LINUX`, `EC2_WINDOWS`, `EC2`, `HYBRID_LINUX`: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html */
function entryFor(entries: readonly Resource<'access-entry'>[]): string | null {
  const entry = entries.find(({ present, state }) => present && /^(EC2|HYBRID)(_|$)/.test(state.type ?? ''));
  return entry === undefined ? null : `its access entry of type ${entry.state.type}`;
}
