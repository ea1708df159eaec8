import { type Missing, type Resource, roleKeyFromArn, userKeyFromArn } from '@podguard/core';
import type { Outcome } from '@podguard/policy';
import { clusterAdminEver } from './access-policies.ts';

/**
 * Whether an entry is the one that EKS makes for who creates a cluster. No event tells of it, so that one whose making or whose
 * administrator's policy an event told of is another:
 * https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessConfigRequest.html
 */
export function isBootstrapEntry(
  entry: Resource<'access-entry'>,
  clusters: readonly (Resource<'eks-cluster'> | Missing)[],
): Outcome {
  if (entry.bornAt !== null || clusterAdminEver(entry).answer === 'yes') return 'no';
  const [cluster] = clusters;
  if (cluster === undefined || 'missing' in cluster) return 'unknown';
  const { creator, creatorAdmin } = cluster.state;
  if (creatorAdmin === false) return 'no';
  const { principalArn } = entry.state;
  if (typeof creator !== 'string' || typeof principalArn !== 'string') return 'unknown';
  if (identityOf(creator) !== identityOf(principalArn)) return 'no';
  return creatorAdmin === true ? 'yes' : 'unknown';
}

/** Without the path, which not every event tells. */
function identityOf(arn: string): string {
  return roleKeyFromArn(arn) ?? userKeyFromArn(arn) ?? arn;
}
