import type { Kind } from '@podguard/core';

/**
 * What no answer tells, by the fields and sets on which it hangs: while these are as they were, what events told of it holds.
 */
export const UNTOLD: { readonly [K in Kind]?: Readonly<Record<string, readonly string[]>> } = {
  'access-entry': { granted: ['policies'] },
  'access-key': { creator: [], creatorSession: [], createdByOwner: [] },
  'cloudtrail-trail': { selectedAt: ['managementEvents'] },
  'eks-cluster': { creator: ['issuer'], creatorAdmin: ['issuer'], associationsListed: ['issuer'] },
  'k8s-service-account': { association: [] },
  'k8s-workload': { association: [] },
  'pod-identity-association': {
    changedBy: ['roleArn', 'targetRoleArn', 'disableSessionTags', 'policy'],
  },
  secret: { createdAt: ['arn'] },
};

/** What an answer tells of what is there, and leaves out of what is not any more, likewise. */
export const UNTOLD_OF_GONE: typeof UNTOLD = { 'event-rule': { pattern: ['arn'] } };

/** What an answer does not tell while an update is under way: EKS does not document whether it is what was or what will be. */
export const UNTOLD_IN_UPDATE: typeof UNTOLD = {
  'eks-addon': { serviceAccountRoleArn: ['arn'] },
  'eks-capability': { roleArn: ['arn'] },
  'eks-cluster': {
    authenticationMode: ['issuer'],
    auditLog: ['issuer'],
    authenticatorLog: ['issuer'],
    autoMode: ['issuer'],
  },
  'eks-nodegroup': { templateVersion: ['templateId'] },
};

/**
 * Sets whose members say who set something else: by the field, or the set and its member, that a member says it of. It is known for
 * as long as that is as it was.
 */
export const WHO_SET: {
  readonly [K in Kind]?: {
    readonly set: string;
    readonly of: (member: string) => readonly [field: string] | readonly [set: string, member: string];
  };
} = {
  'event-rule': {
    set: 'changes',
    of: (member) => (member.startsWith('target ') ? ['targets', member.slice('target '.length)] : [member]),
  },
};
