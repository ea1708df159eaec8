import type { Rule } from '@podguard/core';
import { passRolePodIdentity } from './pass-role-pod-identity.ts';
import { podIdentityMixedTrust } from './pod-identity-mixed-trust.ts';
import { podIdentityPrivilegedRole } from './pod-identity-privileged-role.ts';
import { podIdentityRoleMissing } from './pod-identity-role-missing.ts';
import { podIdentityRoleNotTrusting } from './pod-identity-role-not-trusting.ts';
import { podIdentitySessionTagsConflict } from './pod-identity-session-tags-conflict.ts';
import { podIdentityTagSessionMissing } from './pod-identity-tag-session-missing.ts';
import { podIdentityTrustNoCluster } from './pod-identity-trust-no-cluster.ts';
import { podIdentityTrustUnscoped } from './pod-identity-trust-unscoped.ts';

export const podIdentityRules: readonly Rule[] = [
  passRolePodIdentity,
  podIdentityPrivilegedRole,
  podIdentityRoleMissing,
  podIdentityRoleNotTrusting,
  podIdentityTagSessionMissing,
  podIdentityMixedTrust,
  podIdentitySessionTagsConflict,
  podIdentityTrustNoCluster,
  podIdentityTrustUnscoped,
];
