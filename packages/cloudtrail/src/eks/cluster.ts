import { clusterKey } from '@podguard/core';
import type { Call } from '../mapper.ts';
import { first, text, within } from '../parameters.ts';

/** A cluster's own name is `name`; records of 2018 have `clusterName`. */
export function clusterName(call: Call): string | undefined {
  const cluster = within(call.response, 'cluster');
  return first((place) => text(place, 'name', 'clusterName'), call.request, cluster) ?? undefined;
}

export function keyOfCluster(call: Call, name: string): string {
  return clusterKey(call.partition, call.region, call.account, name);
}
