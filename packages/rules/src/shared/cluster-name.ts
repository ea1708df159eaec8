import { parseArn, type Resource } from '@podguard/core';

/** A cluster's name, for a summary: of one that was made before the records begin its key tells it. */
export function clusterNameOf({ key, state }: Resource<'eks-cluster'>): string {
  return state.name ?? parseArn(key)?.resource.split('/')[1] ?? key;
}
