import type { Rule } from '@podguard/core';
import { podIdentityPrivilegedRole } from './pod-identity-privileged-role.ts';
import { podIdentityRoleMissing } from './pod-identity-role-missing.ts';
import { podIdentityRoleNotTrusting } from './pod-identity-role-not-trusting.ts';
import { podIdentityTagSessionMissing } from './pod-identity-tag-session-missing.ts';

export const podIdentityRules: readonly Rule[] = [
  podIdentityPrivilegedRole,
  podIdentityRoleMissing,
  podIdentityRoleNotTrusting,
  podIdentityTagSessionMissing,
];
