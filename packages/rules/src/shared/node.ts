import type { Config, Resource } from '@podguard/core';

const NODE_TAGS = ['eks:cluster-name', 'aws:eks:cluster-name', 'karpenter.sh/nodepool'];

/**
 * Whether an instance is a cluster's node. Without an instance profile it cannot join an EKS cluster
 * (https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html); with one and no tag it may still have.
 */
function isNode(instance: Resource<'ec2-instance'>): 'yes' | 'no' | 'unknown' {
  const tags = [...instance.sets.tags.members.keys()];
  if (tags.some((tag) => tag.startsWith('kubernetes.io/cluster/') || NODE_TAGS.includes(tag))) return 'yes';
  return instance.sets.tags.complete && instance.state.profileArn === null ? 'no' : 'unknown';
}

/** Instances that are no node are judged only where the configuration asks for all, and then graded low. */
export function instanceScope(instance: Resource<'ec2-instance'>, config: Config): 'judge' | 'low' | 'skip' {
  if (isNode(instance) !== 'no') return 'judge';
  return config.instances === 'all' ? 'low' : 'skip';
}
