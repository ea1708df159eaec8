import type { Missing, Resource } from '@podguard/core';

/** EKS tags the instances of a managed node group with both: https://docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html */
const NODE_GROUP = ['eks:cluster-name', 'eks:nodegroup-name'] as const;
/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html */
const SCALING_GROUP = 'aws:autoscaling:groupName';
/** Names of node pools are chosen within a cluster: https://karpenter.sh/docs/concepts/nodeclasses/#spectags */
const NODE_POOL = 'karpenter.sh/nodepool';
const CLUSTER = ['eks:eks-cluster-name', 'aws:eks:cluster-name', 'eks:cluster-name'];
const OF_CLUSTER = 'kubernetes.io/cluster/';

/** With which other instances one belongs together, and whether these are made anew from a template that is theirs. */
export interface Stage {
  readonly name: string;
  readonly isMadeAnew: boolean;
}

/** By its tags its node group, Auto Scaling group or node pool of a cluster; else all that have its role; else itself. */
export function stageOf(
  { key, region, sets: { tags } }: Resource<'ec2-instance'>,
  roles: readonly (Resource<'iam-role'> | Missing)[],
): Stage {
  const tag = (name: string): string | undefined => {
    const value = tags.members.get(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [cluster, group] = NODE_GROUP.map(tag);
  if (cluster !== undefined && group !== undefined)
    return { name: `node group ${cluster}/${group} in ${region}`, isMadeAnew: true };
  const scaling = tag(SCALING_GROUP);
  if (scaling !== undefined) return { name: `Auto Scaling group ${scaling} in ${region}`, isMadeAnew: true };
  const [role] = roles;
  const of = role === undefined ? key : 'missing' in role ? role.missing : role.key;
  const pool = tag(NODE_POOL);
  if (pool !== undefined) {
    const within = clusterOf([...tags.members.keys()], tag) ?? of;
    return { name: `node pool ${pool} of ${within} in ${region}`, isMadeAnew: true };
  }
  return { name: role === undefined ? key : `instances with ${of}`, isMadeAnew: false };
}

function clusterOf(names: readonly string[], tag: (name: string) => string | undefined): string | undefined {
  const [named] = CLUSTER.flatMap((name) => tag(name) ?? []);
  return (
    named ??
    names
      .toSorted()
      .find((name) => name.startsWith(OF_CLUSTER))
      ?.slice(OF_CLUSTER.length)
  );
}

/** What people should know of a change of one instance. */
export function madeAnew({ name, isMadeAnew }: Stage): readonly string[] {
  return isMadeAnew
    ? [`What replaces the instance in the ${name} is made as its launch template says: that is not changed`]
    : [];
}
