import type { Rule } from '@podguard/core';
import { accessEntryBroadScope } from './access-entry-broad-scope.ts';
import { accessEntryClusterAdmin } from './access-entry-cluster-admin.ts';
import { accessEntryForeignPrincipal } from './access-entry-foreign-principal.ts';
import { accessEntryShortLived } from './access-entry-short-lived.ts';
import { accessEntryWorkloadAdmin } from './access-entry-workload-admin.ts';
import { capabilityRolePowerful } from './capability-role-powerful.ts';
import { clusterAuditLogOff } from './cluster-audit-log-off.ts';
import { clusterAuthConfigMap } from './cluster-auth-config-map.ts';
import { clusterCreatorAdmin } from './cluster-creator-admin.ts';
import { clusterIdentityProvider } from './cluster-identity-provider.ts';
import { k8sAwsAuthMasters } from './k8s-aws-auth-masters.ts';

export const clusterAccessRules: readonly Rule[] = [
  k8sAwsAuthMasters,
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
];
