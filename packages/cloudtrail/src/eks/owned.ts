import type { Call } from '../mapper.ts';
import { first, type Place, text } from '../parameters.ts';

/**
 * The names of what a cluster owns: the cluster's, which EKS writes as `name` in requests and as `clusterName` in answers, and
 * its own under the member `own`.
 */
export function ownedNames(call: Call, answered: Place, own: string) {
  return {
    clusterName: text(answered, 'clusterName') ?? text(call.request, 'name', 'clusterName') ?? undefined,
    name: first((place) => text(place, own), answered, call.request) ?? undefined,
  };
}

type KeyOf = (partition: string, region: string, account: string, cluster: string, name: string) => string;

/** Its key, where both names are told. */
export function keyOfOwned(
  call: Call,
  keyOf: KeyOf,
  { clusterName, name }: ReturnType<typeof ownedNames>,
): string | undefined {
  return clusterName && name
    ? keyOf(call.partition, call.region, call.account, clusterName, name)
    : undefined;
}
