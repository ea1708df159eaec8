import { defineRule, fail, indeterminate, type Missing, pass, type Resource } from '@podguard/core';
import { clusterAdminBy } from '../shared/access-policies.ts';
import { clusterNameOf } from '../shared/cluster-name.ts';
import { lines } from '../shared/mend-steps.ts';

export const clusterCreatorAdmin = defineRule({
  id: 'cluster-creator-admin',
  title: 'Whoever made the cluster keeps an administrator’s rights in it',
  method: 'cluster-access',
  resource: 'eks-cluster',
  severity: 'low',
  broken: false,
  family: null,
  description:
    'Reports a cluster that was made with bootstrap administrator rights for its creator, unless the creator’s access entry is known to be gone or to hold no administrator’s policy for the cluster.',
  rationale:
    'The rights are in no manifest and no template, so they are forgotten: often those of a pipeline or of a person who has left.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessConfigRequest.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
  ],
  mappings: {},
  falsePositives: ['A pipeline that makes the cluster and goes on to administer it.'],
  needs: { creatorEntries: ['policies', 'granted'] },
  covers: undefined,
  evaluate(cluster, { related }) {
    const { state } = cluster;
    if (state.creatorAdmin === false) return pass;
    if (typeof state.creatorAdmin !== 'boolean')
      return indeterminate('accessConfig.bootstrapClusterCreatorAdminPermissions');
    const now = entryNow(related.creatorEntries);
    if (now.rights === 'none') return pass;
    if (now.rights === 'unknown') return indeterminate(...now.missing);
    const who = state.creator ?? 'whoever made it';
    return fail(
      `${who} keeps an administrator's rights in cluster ${clusterNameOf(cluster)}, as its creator`,
      {
        evidence: [
          { path: 'accessConfig.bootstrapClusterCreatorAdminPermissions', value: true },
          { path: 'creator', value: state.creator ?? null },
        ],
      },
    );
  },
  mend: {
    cli: lines(
      '# an administrator of another name',
      'aws eks create-access-entry --cluster-name {clusterName} --region {region} --principal-arn ADMINISTRATOR_ROLE_ARN',
      'aws eks associate-access-policy --cluster-name {clusterName} --region {region} --principal-arn ADMINISTRATOR_ROLE_ARN --policy-arn arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy --access-scope type=cluster',
      '# once it was seen to get in: kubectl auth can-i "*" "*" --all-namespaces',
      'aws eks delete-access-entry --cluster-name {clusterName} --region {region} --principal-arn {creator}',
    ),
    terraform: lines(
      '# for new clusters, with an aws_eks_access_entry for an administrator: on one that is there it replaces the cluster, delete the creator’s access entry instead',
      'access_config {',
      '  authentication_mode                         = "API"',
      '  bootstrap_cluster_creator_admin_permissions = false',
      '}',
    ),
    cloudformation: lines(
      '# for new clusters, with an AWS::EKS::AccessEntry for an administrator: on one that is there it replaces the cluster, delete the creator’s access entry instead',
      'AccessConfig:',
      '  AuthenticationMode: API',
      '  BootstrapClusterCreatorAdminPermissions: false',
    ),
  },
  remediation: 'revoke-cluster-admin',
});

type Now =
  | { readonly rights: 'kept' | 'none' }
  | { readonly rights: 'unknown'; readonly missing: readonly string[] };

/** No event tells of the entry that EKS made, so that one of which nothing is known is as it was made. */
function entryNow([entry]: readonly (Resource<'access-entry'> | Missing)[]): Now {
  if (entry === undefined || 'missing' in entry) return { rights: 'kept' };
  if (!entry.present) return { rights: 'none' };
  const admin = clusterAdminBy(entry);
  if (admin.answer === 'unknown')
    return { rights: 'unknown', missing: admin.missing.map((field) => `${field} of ${entry.key}`) };
  return { rights: admin.answer === 'yes' ? 'kept' : 'none' };
}
