import type { Config, Missing, Resource } from '@podguard/core';
import type { Outcome } from '@podguard/policy';
import { isNodeRole } from './node-role.ts';

const NODE_TAGS = ['eks:cluster-name', 'aws:eks:cluster-name', 'karpenter.sh/nodepool'];

export interface NodeSurroundings {
  /** Those behind the instance profile. */
  readonly roles: readonly (Resource<'iam-role'> | Missing)[];
  readonly nodegroups: readonly Resource<'eks-nodegroup'>[];
  readonly accessEntries: readonly Resource<'access-entry'>[];
}

/** Whether these tags, an instance's or its Auto Scaling group's, are those of a cluster's nodes. */
export function hasNodeTag(tags: Iterable<string>): boolean {
  return [...tags].some((tag) => tag.startsWith('kubernetes.io/cluster/') || NODE_TAGS.includes(tag));
}

/**
 * Whether an instance is a cluster's node. Without an instance profile it cannot join an EKS cluster
 * (https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html); with one and no tag its role may tell.
 */
export function isNode(
  instance: Resource<'ec2-instance'>,
  { roles, ...around }: NodeSurroundings,
  config: Config,
): Outcome {
  const byItself = isNodeByItself(instance);
  if (byItself !== 'unknown') return byItself;
  return roles.some((role) => isNodeRole(role, around, config) === 'yes') ? 'yes' : 'unknown';
}

/** Instances that are no node are judged only where the configuration asks for all, and then graded low. */
export function instanceScope(instance: Resource<'ec2-instance'>, config: Config): 'judge' | 'low' | 'skip' {
  if (isNodeByItself(instance) !== 'no') return 'judge';
  return config.instances === 'all' ? 'low' : 'skip';
}

function isNodeByItself({ sets: { tags }, state }: Resource<'ec2-instance'>): Outcome {
  if (hasNodeTag(tags.members.keys())) return 'yes';
  return tags.complete && state.profileArn === null ? 'no' : 'unknown';
}
