import type { Remediator } from '../remediator.ts';
import { deactivateAccessKey } from './deactivate-access-key.ts';
import { detachAdminPolicy } from './detach-admin-policy.ts';
import { fixPodIdentityTrust } from './fix-pod-identity-trust.ts';
import { limitImdsHops } from './limit-imds-hops.ts';
import { reenableEventRule } from './reenable-event-rule.ts';
import { removeOidcAudience } from './remove-oidc-audience.ts';
import { removeTargetRole } from './remove-target-role.ts';
import { requireImdsv2 } from './require-imdsv2.ts';
import { restoreAccountImdsDefault } from './restore-account-imds-default.ts';
import { restoreAuditLogging } from './restore-audit-logging.ts';
import { restoreBoundary } from './restore-boundary.ts';
import { restoreTrustPolicy } from './restore-trust-policy.ts';
import { revertAssociation } from './revert-association.ts';
import { revokeClusterAdmin } from './revoke-cluster-admin.ts';

/** All there are, by id. */
export const ALL_REMEDIATORS: readonly Remediator[] = [
  deactivateAccessKey,
  detachAdminPolicy,
  fixPodIdentityTrust,
  limitImdsHops,
  reenableEventRule,
  removeOidcAudience,
  removeTargetRole,
  requireImdsv2,
  restoreAccountImdsDefault,
  restoreAuditLogging,
  restoreBoundary,
  restoreTrustPolicy,
  revertAssociation,
  revokeClusterAdmin,
];
