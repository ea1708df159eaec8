import type { Kind } from '@podguard/core';

/**
 * What no answer tells, by the fields and sets on which it hangs: while these are as they were, what events told of it holds.
 */
export const UNTOLD: { readonly [K in Kind]?: Readonly<Record<string, readonly string[]>> } = {
  'access-entry': { granted: ['policies'] },
  'access-key': { creator: [], creatorSession: [], createdByOwner: [] },
  'eks-cluster': { creator: ['issuer'], creatorAdmin: ['issuer'] },
  'pod-identity-association': {
    changedBy: ['roleArn', 'targetRoleArn', 'disableSessionTags', 'policy'],
  },
};
