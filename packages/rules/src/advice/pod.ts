import { parseArn } from '@podguard/core';
import type { Cluster } from './cluster.ts';

/** A service account that is to get a role. */
export interface Pod {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** The one that its pods run with until then, where that is another. */
  readonly former?: string | undefined;
}

/** The service account that the pods run with now. */
export function formerOf({ former, serviceAccount }: Pod): string {
  return former ?? serviceAccount;
}

/** Every pod of a namespace that names none has `default`: what is to move takes one of its own. */
export const OWN_ACCOUNT =
  'service account of that workload alone (make one: every pod of the namespace can have `default`)';

export function subjectOf({ namespace, serviceAccount }: Pod): string {
  return `system:serviceaccount:${namespace}:${serviceAccount}`;
}

export function podName({ namespace, serviceAccount, cluster }: Pod): string {
  return `${namespace}/${serviceAccount} of cluster ${cluster.name}`;
}

/** Whether a cluster is known to be of another account than the role. */
export function isAbroad({ account }: Cluster, roleArn: string): boolean {
  const own = parseArn(roleArn)?.account ?? '';
  return [own, account].every((one) => /^\d{12}$/.test(one)) && own !== account;
}

export function clustersOf(pods: readonly Pod[]): readonly Cluster[] {
  return [...new Map(pods.map(({ cluster }) => [cluster.arn, cluster])).values()];
}

/** Pods once each, in order. */
export function distinct(pods: readonly Pod[]): readonly Pod[] {
  return [...new Map(pods.map((pod) => [`${pod.cluster.arn} ${subjectOf(pod)}`, pod])).values()];
}
