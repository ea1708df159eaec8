import type { Rule } from '@podguard/core';
import { passRolePodIdentity } from './pass-role-pod-identity.ts';
import { podIdentityAgentMissing } from './pod-identity-agent-missing.ts';
import { podIdentityDefaultServiceAccount } from './pod-identity-default-service-account.ts';
import { podIdentityFargate } from './pod-identity-fargate.ts';
import { podIdentityInlinePolicyIneffective } from './pod-identity-inline-policy-ineffective.ts';
import { podIdentityMixedTrust } from './pod-identity-mixed-trust.ts';
import { podIdentityNearQuota } from './pod-identity-near-quota.ts';
import { podIdentityNodeRole } from './pod-identity-node-role.ts';
import { podIdentityPrivilegedRole } from './pod-identity-privileged-role.ts';
import { podIdentityRoleMissing } from './pod-identity-role-missing.ts';
import { podIdentityRoleNotTrusting } from './pod-identity-role-not-trusting.ts';
import { podIdentityRoleSwapped } from './pod-identity-role-swapped.ts';
import { podIdentityServiceAccountMissing } from './pod-identity-service-account-missing.ts';
import { podIdentitySessionTagsConflict } from './pod-identity-session-tags-conflict.ts';
import { podIdentitySessionTagsDisabled } from './pod-identity-session-tags-disabled.ts';
import { podIdentitySharedRole } from './pod-identity-shared-role.ts';
import { podIdentitySystemNamespace } from './pod-identity-system-namespace.ts';
import { podIdentityTagSessionMissing } from './pod-identity-tag-session-missing.ts';
import { podIdentityTargetRoleForeign } from './pod-identity-target-role-foreign.ts';
import { podIdentityTargetTrustWeak } from './pod-identity-target-trust-weak.ts';
import { podIdentityTrustNoCluster } from './pod-identity-trust-no-cluster.ts';
import { podIdentityTrustUnscoped } from './pod-identity-trust-unscoped.ts';
import { podIdentityUnexpectedCreator } from './pod-identity-unexpected-creator.ts';

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
  podIdentityAgentMissing,
  podIdentityDefaultServiceAccount,
  podIdentityFargate,
  podIdentityInlinePolicyIneffective,
  podIdentityNearQuota,
  podIdentityNodeRole,
  podIdentityRoleSwapped,
  podIdentityServiceAccountMissing,
  podIdentitySessionTagsDisabled,
  podIdentitySharedRole,
  podIdentitySystemNamespace,
  podIdentityTargetRoleForeign,
  podIdentityTargetTrustWeak,
  podIdentityUnexpectedCreator,
];
