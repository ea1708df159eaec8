import { defineRule, fail, indeterminate, type Missing, pass, type Resource } from '@podguard/core';

const SHARE = 0.8;
/** The least that AWS has ever given: fewer than its share are never near. */
const LEAST_QUOTA = 1000;

export const podIdentityNearQuota = defineRule({
  id: 'pod-identity-near-quota',
  title: 'The cluster is about to run out of Pod Identity associations',
  method: 'pod-identity',
  resource: 'eks-cluster',
  severity: 'low',
  broken: false,
  family: null,
  description:
    'Reports a cluster that has more than 80 % of the associations that `limits.associationsPerCluster` allows, or, where that is not configured, the quota that a read of the account found in Service Quotas. Where neither is known, a cluster with more than 800 is indeterminate: the quota has been 1,000 and 5,000.',
  rationale: 'The next workload cannot be bound, and the usual way out of that is to share service accounts.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html',
  ],
  mappings: {},
  falsePositives: ['An account whose quota was raised: give it as `limits.associationsPerCluster`.'],
  needs: { associations: ['associationId'], accountRegions: ['associationsPerCluster'] },
  covers: undefined,
  evaluate(cluster, { related, config }) {
    const count = related.associations.filter(({ present }) => present).length;
    const configured = config.limits.associationsPerCluster;
    const quota = configured ?? quotaRead(related.accountRegions);
    if (count <= SHARE * (quota ?? LEAST_QUOTA)) return pass;
    if (quota === undefined) return indeterminate('limits.associationsPerCluster of the configuration');
    const share = Math.round((100 * count) / quota);
    return fail(`${cluster.key} has ${count} associations, ${share} % of its quota of ${quota}`, {
      evidence: [
        { path: 'associations', value: count },
        {
          path:
            configured === undefined
              ? 'accountRegions.associationsPerCluster'
              : 'limits.associationsPerCluster',
          value: quota,
        },
      ],
    });
  },
  mend: {
    cli: 'aws eks list-pod-identity-associations --cluster-name {clusterName} --region {region}\n# delete those of workloads that are gone; or ask for more:\naws service-quotas list-service-quotas --service-code eks --region {region}',
    terraform: '# remove aws_eks_pod_identity_association of workloads that are gone, or raise the quota',
    cloudformation:
      '# remove AWS::EKS::PodIdentityAssociation of workloads that are gone, or raise the quota',
  },
});

function quotaRead(regions: readonly (Resource<'account-region'> | Missing)[]): number | undefined {
  const [region] = regions;
  return region !== undefined && 'key' in region
    ? (region.state.associationsPerCluster ?? undefined)
    : undefined;
}
