import type { Rule } from '@podguard/core';
import { podRolePrivileged } from '../assume-role/pod-role-privileged.ts';
import { roleBoundaryRemoved } from '../assume-role/role-boundary-removed.ts';
import { roleChainToAdmin } from '../assume-role/role-chain-to-admin.ts';
import { roleSessionTooLong } from '../assume-role/role-session-too-long.ts';
import { trustAccountRoot } from '../assume-role/trust-account-root.ts';
import { trustDanglingPrincipal } from '../assume-role/trust-dangling-principal.ts';
import { trustExternalIdMissing } from '../assume-role/trust-external-id-missing.ts';
import { trustForeignAccount } from '../assume-role/trust-foreign-account.ts';
import { trustNotPrincipal } from '../assume-role/trust-not-principal.ts';
import { trustPublicPrincipal } from '../assume-role/trust-public-principal.ts';
import { trustRolesAnywhereOpen } from '../assume-role/trust-roles-anywhere-open.ts';
import { trustTagSessionMissing } from '../assume-role/trust-tag-session-missing.ts';
import { secretsRoleShared } from '../external-secrets/secrets-role-shared.ts';
import { secretsRoleUnbounded } from '../external-secrets/secrets-role-unbounded.ts';
import { irsaAudienceUnrestricted } from '../irsa/irsa-audience-unrestricted.ts';
import { irsaConditionNeverMatches } from '../irsa/irsa-condition-never-matches.ts';
import { irsaConditionVacuous } from '../irsa/irsa-condition-vacuous.ts';
import { irsaIssuerMismatch } from '../irsa/irsa-issuer-mismatch.ts';
import { irsaMultiClusterRole } from '../irsa/irsa-multi-cluster-role.ts';
import { irsaProviderForeignAccount } from '../irsa/irsa-provider-foreign-account.ts';
import { irsaProviderUnknown } from '../irsa/irsa-provider-unknown.ts';
import { irsaProviderWildcard } from '../irsa/irsa-provider-wildcard.ts';
import { irsaSharedRole } from '../irsa/irsa-shared-role.ts';
import { irsaSubjectDefaultServiceAccount } from '../irsa/irsa-subject-default-service-account.ts';
import { irsaSubjectUnrestricted } from '../irsa/irsa-subject-unrestricted.ts';
import { irsaSubjectWildcard } from '../irsa/irsa-subject-wildcard.ts';
import { irsaTrustNearQuota } from '../irsa/irsa-trust-near-quota.ts';
import { legacyNodeSessionAssumes } from '../legacy/legacy-node-session-assumes.ts';
import { legacyPodRoleTrustsNode } from '../legacy/legacy-pod-role-trusts-node.ts';
import { nodeRoleAddonPermissions } from '../node-role/node-role-addon-permissions.ts';
import { nodeRoleAppPermissions } from '../node-role/node-role-app-permissions.ts';
import { nodeRoleAssumesRoles } from '../node-role/node-role-assumes-roles.ts';
import { passRolePodIdentity } from '../pod-identity/pass-role-pod-identity.ts';
import { podIdentityMixedTrust } from '../pod-identity/pod-identity-mixed-trust.ts';
import { podIdentitySharedRole } from '../pod-identity/pod-identity-shared-role.ts';
import { podIdentityTagSessionMissing } from '../pod-identity/pod-identity-tag-session-missing.ts';
import { podIdentityTrustNoCluster } from '../pod-identity/pod-identity-trust-no-cluster.ts';
import { podIdentityTrustUnscoped } from '../pod-identity/pod-identity-trust-unscoped.ts';

export const rules: readonly Rule[] = [
  irsaAudienceUnrestricted,
  irsaConditionNeverMatches,
  irsaConditionVacuous,
  irsaIssuerMismatch,
  irsaMultiClusterRole,
  irsaProviderForeignAccount,
  irsaProviderUnknown,
  irsaProviderWildcard,
  irsaSharedRole,
  irsaSubjectDefaultServiceAccount,
  irsaSubjectUnrestricted,
  irsaSubjectWildcard,
  irsaTrustNearQuota,
  legacyNodeSessionAssumes,
  legacyPodRoleTrustsNode,
  nodeRoleAddonPermissions,
  nodeRoleAppPermissions,
  nodeRoleAssumesRoles,
  passRolePodIdentity,
  podIdentityMixedTrust,
  podIdentitySharedRole,
  podIdentityTagSessionMissing,
  podIdentityTrustNoCluster,
  podIdentityTrustUnscoped,
  podRolePrivileged,
  roleBoundaryRemoved,
  roleChainToAdmin,
  roleSessionTooLong,
  secretsRoleShared,
  secretsRoleUnbounded,
  trustAccountRoot,
  trustDanglingPrincipal,
  trustExternalIdMissing,
  trustForeignAccount,
  trustNotPrincipal,
  trustPublicPrincipal,
  trustRolesAnywhereOpen,
  trustTagSessionMissing,
];
