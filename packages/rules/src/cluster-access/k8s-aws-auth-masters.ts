import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { globMatches } from '@podguard/policy';
import { nameOf } from '../shared/k8s.ts';
import { lines } from '../shared/mend-steps.ts';

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
            .map(([principal, path]) => ({ path: String(path), value: `system:masters (for ${principal})` })),
        },
      );
    return masters.complete ? pass : indeterminate('what aws-auth maps');
  },
  mend: {
    cli: lines(
      '# needs the authentication mode API_AND_CONFIG_MAP; first see that an administrator gets in by an access entry',
      'aws eks create-access-entry --cluster-name CLUSTER --principal-arn PRINCIPAL',
      'aws eks associate-access-policy --cluster-name CLUSTER --principal-arn PRINCIPAL --policy-arn arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy --access-scope type=namespace,namespaces=NAMESPACE',
      '# then take it out of aws-auth',
    ),
    terraform: lines(
      '# needs the authentication mode API_AND_CONFIG_MAP; first see that an administrator gets in by an access entry',
      'resource "aws_eks_access_entry" "people" {',
      '  cluster_name  = "CLUSTER"',
      '  principal_arn = "PRINCIPAL"',
      '}',
      'resource "aws_eks_access_policy_association" "people" {',
      '  cluster_name  = "CLUSTER"',
      '  principal_arn = aws_eks_access_entry.people.principal_arn',
      '  policy_arn    = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy"',
      '  access_scope {',
      '    type       = "namespace"',
      '    namespaces = ["NAMESPACE"]',
      '  }',
      '}',
      '# then take it out of aws-auth',
    ),
    cloudformation: lines(
      '# needs the authentication mode API_AND_CONFIG_MAP; first see that an administrator gets in by an access entry',
      'Type: AWS::EKS::AccessEntry',
      'Properties:',
      '  ClusterName: CLUSTER',
      '  PrincipalArn: PRINCIPAL',
      '  AccessPolicies:',
      '    - PolicyArn: arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy',
      '      AccessScope: { Type: namespace, Namespaces: [NAMESPACE] }',
      '# then take it out of aws-auth',
    ),
  },
});
