import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { globMatches } from '@podguard/policy';
import { nameOf } from '../shared/k8s.ts';

export const k8sAwsAuthMasters = defineRule({
  id: 'k8s-aws-auth-masters',
  title: 'The aws-auth ConfigMap maps a principal to system:masters',
  method: 'cluster-access',
  resource: 'k8s-config-map',
  severity: 'high',
  broken: false,
  family: null,
  description:
    'Reports a principal in `aws-auth` with the group `system:masters` that is not among the configured administrators.',
  rationale:
    'The group passes every check of the cluster and cannot be narrowed. Access entries say the same with a policy that can be listed, logged and taken back by AWS’s API.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
  ],
  mappings: { cisEks: ['4.1.1'] },
  falsePositives: ['A break-glass role: name it under `administrators`.'],
  needs: {},
  covers: undefined,
  evaluate({ state, sets: { masters } }, { config }) {
    if (state.name === undefined) return indeterminate('name');
    if (state.name !== 'aws-auth') return notApplicable('not aws-auth');
    const strangers = [...masters.members].filter(
      ([principal]) => !config.administrators.some((known) => globMatches(known, principal)),
    );
    const [first] = strangers;
    if (first !== undefined)
      return fail(
        `${nameOf(state)} makes ${first[0]}${strangers.length > 1 ? ` and ${strangers.length - 1} more` : ''} administrator of the cluster`,
        {
          evidence: strangers
            .slice(0, 10)
            .map(([principal, path]) => ({ path: String(path), value: principal })),
        },
      );
    return masters.complete ? pass : indeterminate('what aws-auth maps');
  },
  mend: {
    cli: 'aws eks create-access-entry --cluster-name CLUSTER --principal-arn PRINCIPAL\naws eks associate-access-policy --cluster-name CLUSTER --principal-arn PRINCIPAL --policy-arn arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy --access-scope type=namespace,namespaces=NAMESPACE\n# then take it out of aws-auth',
    terraform:
      'resource "aws_eks_access_entry" "people" {\n  cluster_name  = "CLUSTER"\n  principal_arn = "PRINCIPAL"\n}\n# with an aws_eks_access_policy_association; then take it out of aws-auth',
    cloudformation:
      'Type: AWS::EKS::AccessEntry\nProperties:\n  ClusterName: CLUSTER\n  PrincipalArn: PRINCIPAL\n  AccessPolicies:\n    - PolicyArn: arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy\n      AccessScope: { Type: namespace, Namespaces: [NAMESPACE] }\n# then take it out of aws-auth',
  },
});
