import type { Cluster } from './cluster.ts';

/** A service account that is to get a role. */
export interface Pod {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly serviceAccount: string;
}

export function subjectOf({ namespace, serviceAccount }: Pod): string {
  return `system:serviceaccount:${namespace}:${serviceAccount}`;
}

export function podName({ namespace, serviceAccount, cluster }: Pod): string {
  return `${namespace}/${serviceAccount} of cluster ${cluster.name}`;
}

export function clustersOf(pods: readonly Pod[]): readonly Cluster[] {
  return [...new Map(pods.map(({ cluster }) => [cluster.arn, cluster])).values()];
}

/** Pods once each, in order. */
export function distinct(pods: readonly Pod[]): readonly Pod[] {
  return [...new Map(pods.map((pod) => [`${pod.cluster.arn} ${subjectOf(pod)}`, pod])).values()];
}
