import {
  type Config,
  defineRule,
  environmentOf,
  fail,
  notApplicable,
  owningClusterKey,
  pass,
  type Resource,
} from '@podguard/core';
import { lines } from '../shared/mend-steps.ts';

export const podIdentitySharedRole = defineRule({
  id: 'pod-identity-shared-role',
  title: 'One role is behind more Pod Identity associations or clusters than configured',
  method: 'pod-identity',
  resource: 'iam-role',
  severity: 'low',
  broken: false,
  family: null,
  description:
    'Reports a role behind more Pod Identity associations than `limits.associationsPerRole`, or behind those of more clusters than `limits.clustersPerRole`, where it is given. Medium where it joins clusters of different environments.',
  rationale:
    'What one workload needs all of them may, and whoever takes over the weakest of them has what was meant for the strongest.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html',
  ],
  mappings: {},
  falsePositives: ['One workload that runs in many namespaces or clusters.'],
  needs: { associations: ['roleArn'] },
  covers: undefined,
  evaluate(role, { related, config }) {
    const associations = related.associations.filter(({ present }) => present);
    if (associations.length === 0) return notApplicable('no association is known');
    const clusters = [...new Set(associations.map(({ key }) => owningClusterKey(key)))].sort();
    const environments = environmentsOf(clusters, config);
    const evidence = [
      { path: 'associations', value: associations.length },
      { path: 'clusters', value: clusters.length },
    ];
    if (environments.length > 1) {
      const because = `it joins ${environments.join(' and ')}, which the configuration keeps apart`;
      return fail(`${role.key} is behind associations of ${environments.join(' and ')}`, {
        evidence: [...evidence, ...environments.map((value) => ({ path: 'environments', value }))],
        graded: { severity: 'medium', because },
      });
    }
    const over = overLimit(associations, clusters, config);
    if (over === undefined) return pass;
    return fail(`${role.key} is behind ${over.count}, more than ${over.limit.value}`, {
      evidence: [...evidence, over.limit],
    });
  },
  mend: {
    cli: lines(
      '# a role for each workload, with what that workload calls',
      'aws iam create-role --role-name WORKLOAD --assume-role-policy-document file://trust.json',
      'aws iam put-role-policy --role-name WORKLOAD --policy-name WORKLOAD --policy-document file://policy.json',
      'aws eks update-pod-identity-association --cluster-name CLUSTER --association-id ASSOCIATION --role-arn arn:aws:iam::{account}:role/WORKLOAD',
    ),
    terraform:
      '# a role for each workload\nresource "aws_eks_pod_identity_association" "workload" {\n  for_each        = var.workloads\n  cluster_name    = var.cluster_name\n  namespace       = each.value.namespace\n  service_account = each.key\n  role_arn        = aws_iam_role.workload[each.key].arn\n}',
    cloudformation: '# an AWS::IAM::Role for each workload, named in its AWS::EKS::PodIdentityAssociation',
  },
});

function environmentsOf(clusters: readonly string[], config: Config): readonly string[] {
  const names = clusters.map((cluster) => environmentOf(config, { cluster }));
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

function overLimit(
  associations: readonly Resource<'pod-identity-association'>[],
  clusters: readonly string[],
  { limits }: Config,
) {
  const { associationsPerRole, clustersPerRole } = limits;
  if (associations.length > associationsPerRole) {
    const limit = { path: 'limits.associationsPerRole', value: associationsPerRole };
    return { count: `${associations.length} associations`, limit };
  }
  if (clustersPerRole === undefined || clusters.length <= clustersPerRole) return undefined;
  const limit = { path: 'limits.clustersPerRole', value: clustersPerRole };
  return { count: `associations of ${clusters.length} clusters`, limit };
}
