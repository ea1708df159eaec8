import type { Resource } from '@podguard/core';

/** By whom it was changed then; no read tells that. Where nobody knows who changed it before, nothing is judged by it. */
export function changedBy(
  { changedBy: before }: Resource<'pod-identity-association'>['state'],
  by: string | undefined,
): { readonly changedBy?: string } {
  return by === undefined || typeof before !== 'string' ? {} : { changedBy: by };
}
