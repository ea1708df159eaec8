import { nodegroupKey } from '@podguard/core';
import type { Call } from '../mapper.ts';
import { first, type Place, text, within } from '../parameters.ts';

/** The node group that an answer holds. */
export function answeredNodegroup(call: Call): Place {
  return within(call.response, 'nodegroup');
}

/** Its cluster, which EKS writes as `name` in requests and as `clusterName` in answers, and its own name. */
export function nodegroupNames(call: Call) {
  const answered = answeredNodegroup(call);
  return {
    clusterName: text(answered, 'clusterName') ?? text(call.request, 'name', 'clusterName') ?? undefined,
    nodegroupName: first((place) => text(place, 'nodegroupName'), answered, call.request) ?? undefined,
  };
}

export function keyOfNodegroup(call: Call): string | undefined {
  const { clusterName, nodegroupName } = nodegroupNames(call);
  return clusterName && nodegroupName
    ? nodegroupKey(call.partition, call.region, call.account, clusterName, nodegroupName)
    : undefined;
}
