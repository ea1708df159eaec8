import type { Resource } from '@podguard/core';

/** Whose it is, in words. */
export function podsOf({ state }: Resource<'pod-identity-association'>): string {
  return `${state.namespace ?? '?'}/${state.serviceAccount ?? '?'} of cluster ${state.clusterName ?? '?'}`;
}
