import type { Rule } from '@podguard/core';
import { podIdentityDefaultServiceAccount } from '../pod-identity/pod-identity-default-service-account.ts';
import { podIdentityInlinePolicyIneffective } from '../pod-identity/pod-identity-inline-policy-ineffective.ts';
import { podIdentityNodeRole } from '../pod-identity/pod-identity-node-role.ts';
import { podIdentityPrivilegedRole } from '../pod-identity/pod-identity-privileged-role.ts';
import { podIdentityRoleMissing } from '../pod-identity/pod-identity-role-missing.ts';
import { podIdentityRoleNotTrusting } from '../pod-identity/pod-identity-role-not-trusting.ts';
import { podIdentityRoleSwapped } from '../pod-identity/pod-identity-role-swapped.ts';
import { podIdentityServiceAccountMissing } from '../pod-identity/pod-identity-service-account-missing.ts';
import { podIdentitySessionTagsConflict } from '../pod-identity/pod-identity-session-tags-conflict.ts';
import { podIdentitySessionTagsDisabled } from '../pod-identity/pod-identity-session-tags-disabled.ts';
import { podIdentitySystemNamespace } from '../pod-identity/pod-identity-system-namespace.ts';
import { podIdentityTargetRoleForeign } from '../pod-identity/pod-identity-target-role-foreign.ts';
import { podIdentityTargetTrustWeak } from '../pod-identity/pod-identity-target-trust-weak.ts';
import { podIdentityUnexpectedCreator } from '../pod-identity/pod-identity-unexpected-creator.ts';

export const rules: readonly Rule[] = [
  podIdentityDefaultServiceAccount,
  podIdentityInlinePolicyIneffective,
  podIdentityNodeRole,
  podIdentityPrivilegedRole,
  podIdentityRoleMissing,
  podIdentityRoleNotTrusting,
  podIdentityRoleSwapped,
  podIdentityServiceAccountMissing,
  podIdentitySessionTagsConflict,
  podIdentitySessionTagsDisabled,
  podIdentitySystemNamespace,
  podIdentityTargetRoleForeign,
  podIdentityTargetTrustWeak,
  podIdentityUnexpectedCreator,
];
