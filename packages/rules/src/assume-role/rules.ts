import type { Rule } from '@podguard/core';
import { podRolePrivileged } from './pod-role-privileged.ts';
import { roleBoundaryRemoved } from './role-boundary-removed.ts';
import { roleChainToAdmin } from './role-chain-to-admin.ts';
import { roleSessionTooLong } from './role-session-too-long.ts';
import { trustAccountRoot } from './trust-account-root.ts';
import { trustDanglingPrincipal } from './trust-dangling-principal.ts';
import { trustExternalIdMissing } from './trust-external-id-missing.ts';
import { trustForeignAccount } from './trust-foreign-account.ts';
import { trustNotPrincipal } from './trust-not-principal.ts';
import { trustPublicPrincipal } from './trust-public-principal.ts';
import { trustRolesAnywhereOpen } from './trust-roles-anywhere-open.ts';
import { trustTagSessionMissing } from './trust-tag-session-missing.ts';

export const assumeRoleRules: readonly Rule[] = [
  podRolePrivileged,
  roleBoundaryRemoved,
  roleChainToAdmin,
  roleSessionTooLong,
  trustAccountRoot,
  trustDanglingPrincipal,
  trustExternalIdMissing,
  trustForeignAccount,
  trustNotPrincipal,
  trustPublicPrincipal,
  trustRolesAnywhereOpen,
  trustTagSessionMissing,
];
