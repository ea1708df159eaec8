import { defineRule, fail, indeterminate, notApplicable, pass, type Resource } from '@podguard/core';

export const podIdentityAgentMissing = defineRule({
  id: 'pod-identity-agent-missing',
  title: 'The cluster has Pod Identity associations and no working agent',
  method: 'pod-identity',
  resource: 'eks-cluster',
  severity: 'medium',
  broken: true,
  family: null,
  description:
    'Reports a cluster with associations whose add-on eks-pod-identity-agent was deleted, or does not work. Low until an association is made after the deletion, with which taking a cluster down may begin. Indeterminate while nothing is known of the add-on of this cluster, for the agent may be there by its chart; not under Auto Mode, which has it built in.',
  rationale:
    'Without the agent on their nodes pods get no credentials of their own, or fall back to the node role without a word.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html',
    'https://docs.aws.amazon.com/eks/latest/APIReference/API_Addon.html',
  ],
  mappings: {},
  falsePositives: ['An add-on that was deleted, and whose agent was installed by its chart after.'],
  needs: { associations: ['associationId'], podIdentityAgent: ['status'] },
  covers: undefined,
  evaluate(cluster, { related }) {
    const { associations, podIdentityAgent } = related;
    const [agent] = podIdentityAgent;
    const bound = associations.filter(({ present }) => present);
    const count = bound.length;
    if (cluster.state.autoMode === true) return notApplicable('Auto Mode has the agent built in');
    if (count === 0) return notApplicable('no association is known');
    if (agent === undefined || 'missing' in agent || isOfEarlierCluster(agent, cluster))
      return indeterminate('add-on eks-pod-identity-agent');
    const { status } = agent.state;
    if (agent.present && status === undefined) return indeterminate(`status of ${agent.key}`);
    if (agent.present && !(typeof status === 'string' && UNHEALTHY.includes(status))) return pass;
    if (cluster.state.autoMode === undefined) return indeterminate('autoMode');
    const state = agent.present ? `is ${status}` : 'was deleted';
    return fail(`The Pod Identity agent of ${cluster.key}, which has ${count} associations, ${state}`, {
      evidence: [
        { path: 'eks-pod-identity-agent', value: agent.present ? (status ?? null) : 'deleted' },
        { path: 'associations', value: count },
      ],
      ...(agent.present || isMadeAfter(bound, agent) ? {} : { graded: MAY_BE_TAKEN_DOWN }),
    });
  },
  mend: {
    cli: 'aws eks create-addon --cluster-name {clusterName} --addon-name eks-pod-identity-agent --region {region}\n# where it is there and does not work, what is wrong with it: aws eks describe-addon --cluster-name {clusterName} --addon-name eks-pod-identity-agent --region {region} --query addon.health',
    terraform:
      'resource "aws_eks_addon" "pod_identity_agent" {\n  cluster_name = aws_eks_cluster.this.name\n  addon_name   = "eks-pod-identity-agent"\n}',
    cloudformation:
      'PodIdentityAgent:\n  Type: AWS::EKS::Addon\n  Properties:\n    ClusterName: !Ref Cluster\n    AddonName: eks-pod-identity-agent',
  },
});

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_Addon.html */
const UNHEALTHY = ['CREATE_FAILED', 'DEGRADED', 'DELETING'];
const MAY_BE_TAKEN_DOWN = {
  severity: 'low',
  because: 'no association was made since: with this taking the cluster down may begin',
} as const;

/** It went with a cluster that had the name before, or had been taken out of that: of this one's nothing is known. */
function isOfEarlierCluster(agent: Resource<'eks-addon'>, { bornAt }: Resource<'eks-cluster'>): boolean {
  if (agent.present) return false;
  return agent.goneAt === null || (bornAt !== null && agent.goneAt < bornAt);
}

function isMadeAfter(
  associations: readonly Resource<'pod-identity-association'>[],
  { goneAt }: Resource<'eks-addon'>,
): boolean {
  return associations.some(({ bornAt }) => goneAt !== null && bornAt !== null && bornAt > goneAt);
}
