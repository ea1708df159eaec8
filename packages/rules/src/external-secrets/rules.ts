import type { Rule } from '@podguard/core';
import { k8sSecretStoreClusterWide } from './k8s-secret-store-cluster-wide.ts';
import { k8sSecretStoreStatic } from './k8s-secret-store-static.ts';
import { secretPolicyOpen } from './secret-policy-open.ts';
import { secretsReaderStatic } from './secrets-reader-static.ts';
import { secretsRoleShared } from './secrets-role-shared.ts';
import { secretsRoleUnbounded } from './secrets-role-unbounded.ts';

export const externalSecretsRules: readonly Rule[] = [
  k8sSecretStoreClusterWide,
  k8sSecretStoreStatic,
  secretPolicyOpen,
  secretsReaderStatic,
  secretsRoleShared,
  secretsRoleUnbounded,
];
