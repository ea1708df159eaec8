import { defineRule, fail, indeterminate, pass } from '@podguard/core';
import { lines } from '../shared/mend-steps.ts';

export const podIdentityRoleMissing = defineRule({
  id: 'pod-identity-role-missing',
  title: 'The role of a Pod Identity association was deleted',
  method: 'pod-identity',
  resource: 'pod-identity-association',
  severity: 'medium',
  broken: true,
  family: 'pod-identity-works',
  description: 'Reports an association whose role does not exist any more.',
  rationale:
    'Its pods get no credentials of their own, or fall back to the node role. Whoever makes a role of that name decides what they get.',
  references: ['https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html'],
  mappings: {},
  falsePositives: [],
  needs: { role: ['arn'] },
  covers: undefined,
  evaluate({ state }, { related }) {
    const { role } = related;
    if (role === null || role === undefined) return indeterminate('roleArn');
    if (role.present) return pass;
    return fail(
      `${state.namespace ?? '?'}/${state.serviceAccount ?? '?'} of cluster ${state.clusterName ?? '?'} is bound to a role that was deleted`,
      {
        evidence: [{ path: 'roleArn', value: state.roleArn ?? null }],
      },
    );
  },
  mend: {
    cli: lines(
      '# pods without an association use what else they find, the node role for one: where they need AWS, make the role again and check who may assume it',
      'aws eks delete-pod-identity-association --cluster-name {clusterName} --association-id {associationId} --region {region}',
    ),
    terraform: '# remove the aws_eks_pod_identity_association, or point role_arn at a role that exists',
    cloudformation: '# remove the AWS::EKS::PodIdentityAssociation, or point RoleArn at a role that exists',
  },
});
