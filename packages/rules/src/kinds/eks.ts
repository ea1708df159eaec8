import type { Rule } from '@podguard/core';
import { accessEntryBroadScope } from '../cluster-access/access-entry-broad-scope.ts';
import { accessEntryClusterAdmin } from '../cluster-access/access-entry-cluster-admin.ts';
import { accessEntryForeignPrincipal } from '../cluster-access/access-entry-foreign-principal.ts';
import { accessEntryShortLived } from '../cluster-access/access-entry-short-lived.ts';
import { accessEntryWorkloadAdmin } from '../cluster-access/access-entry-workload-admin.ts';
import { capabilityRolePowerful } from '../cluster-access/capability-role-powerful.ts';
import { clusterAuditLogOff } from '../cluster-access/cluster-audit-log-off.ts';
import { clusterAuthConfigMap } from '../cluster-access/cluster-auth-config-map.ts';
import { clusterCreatorAdmin } from '../cluster-access/cluster-creator-admin.ts';
import { clusterIdentityProvider } from '../cluster-access/cluster-identity-provider.ts';
import { podIdentityAgentMissing } from '../pod-identity/pod-identity-agent-missing.ts';
import { podIdentityFargate } from '../pod-identity/pod-identity-fargate.ts';
import { podIdentityNearQuota } from '../pod-identity/pod-identity-near-quota.ts';

export const rules: readonly Rule[] = [
  accessEntryBroadScope,
  accessEntryClusterAdmin,
  accessEntryForeignPrincipal,
  accessEntryShortLived,
  accessEntryWorkloadAdmin,
  capabilityRolePowerful,
  clusterAuditLogOff,
  clusterAuthConfigMap,
  clusterCreatorAdmin,
  clusterIdentityProvider,
  podIdentityAgentMissing,
  podIdentityFargate,
  podIdentityNearQuota,
];
