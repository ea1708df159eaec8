import { defineRule, fail, indeterminate, notApplicable, pass, type Resource } from '@podguard/core';
import { globMatches } from '@podguard/policy';

export const podIdentityFargate = defineRule({
  id: 'pod-identity-fargate',
  title: 'A Fargate profile selects a namespace that has Pod Identity associations',
  method: 'pod-identity',
  resource: 'eks-cluster',
  severity: 'medium',
  broken: true,
  family: null,
  description:
    'Reports a cluster with associations in namespaces of which a Fargate profile takes every pod. Indeterminate where the profile selects by labels, which associations do not tell. Agents that run on every node are left out: they cannot run on Fargate.',
  rationale:
    'EKS Pod Identity does not work on Fargate: these pods get no credentials, though everything looks set up.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html',
  ],
  mappings: {},
  falsePositives: ['A workload of the namespace that runs as a DaemonSet.'],
  needs: { associations: ['namespace', 'serviceAccount'], fargateProfiles: ['selectors'] },
  covers: undefined,
  evaluate(cluster, { related }) {
    const profiles = related.fargateProfiles.filter(({ present }) => present);
    const associations = related.associations.filter(({ present }) => present);
    if (profiles.length === 0) return notApplicable('no Fargate profile is known');
    if (associations.length === 0) return notApplicable('no association is known');
    const open = new Set<string>();
    const broken = new Map<string, string>();
    for (const { state, key } of associations) {
      const { namespace, serviceAccount } = state;
      if (typeof namespace !== 'string') {
        open.add(`namespace of ${key}`);
        continue;
      }
      if (typeof serviceAccount === 'string' && runsOnNodes(namespace, serviceAccount)) continue;
      for (const profile of profiles) {
        const selects = selectionOf(profile, namespace);
        if (selects === 'all') broken.set(`${namespace}/${serviceAccount ?? '?'}`, profile.key);
        if (selects === 'some') open.add(`labels of the pods of ${namespace}/${serviceAccount ?? '?'}`);
        if (selects === 'unknown') open.add(`selectors of ${profile.key}`);
      }
    }
    if (broken.size === 0) return open.size === 0 ? pass : indeterminate(...open);
    const names = [...broken.keys()].sort();
    const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
    return fail(
      `Pods of ${names.slice(0, MOST_NAMED).join(', ')}${more} in ${cluster.key} run on Fargate, where their associations do not work`,
      {
        evidence: names
          .slice(0, MOST_NAMED)
          .map((name) => ({ path: `association of ${name}`, value: broken.get(name) ?? null })),
      },
    );
  },
  mend: {
    cli: 'aws eks describe-fargate-profile --cluster-name {clusterName} --fargate-profile-name PROFILE --region {region}\n# give the workload a role by its OIDC provider (IRSA), which works on Fargate, and delete its association; or let its namespace run on nodes',
    terraform:
      '# aws_eks_fargate_profile: a selector that leaves the namespace out; or IRSA instead of aws_eks_pod_identity_association',
    cloudformation:
      '# AWS::EKS::FargateProfile: Selectors that leave the namespace out; or IRSA instead of AWS::EKS::PodIdentityAssociation',
  },
});

const MOST_NAMED = 10;

/** Service accounts of DaemonSets: https://docs.aws.amazon.com/eks/latest/userguide/fargate.html */
const NODE_AGENTS = [
  ['kube-system', 'aws-node'],
  ['kube-system', 'kube-proxy'],
  ['kube-system', '*-csi-node*'],
  ['kube-system', 's3-csi-driver-sa'],
  ['kube-system', 'eks-node-monitoring-agent'],
  ['amazon-cloudwatch', '*'],
  ['amazon-guardduty', '*'],
  ['amazon-network-flow-monitor', '*'],
  ['*', '*fluent-bit'],
] as const;

function runsOnNodes(namespace: string, serviceAccount: string): boolean {
  return NODE_AGENTS.some(
    ([within, name]) => globMatches(within, namespace) && globMatches(name, serviceAccount),
  );
}

/** Which pods of a namespace a profile takes. */
function selectionOf(
  { sets }: Resource<'eks-fargate-profile'>,
  namespace: string,
): 'all' | 'some' | 'none' | 'unknown' {
  const { members, complete } = sets.selectors;
  const labels = [...members]
    .filter(([pattern]) => globMatches(pattern, namespace))
    .map(([, value]) => value);
  if (labels.includes('{}')) return 'all';
  if (labels.length > 0) return 'some';
  return complete ? 'none' : 'unknown';
}
