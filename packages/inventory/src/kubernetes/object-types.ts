import type { Kind } from '@podguard/core';

/** A type of objects that is read of a cluster. */
export interface ObjectType {
  readonly type: string;
  readonly kind: Kind;
  readonly group: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** Those of others' resource definitions are there only where somebody installed them, in the version that they serve. */
  readonly custom?: true;
}

/**
 * In the order in which they are read: what others belong to, or run with, comes first. Of pods and jobs those are read that nothing
 * made that is read itself. Secrets never are.
 */
export const OBJECT_TYPES: readonly ObjectType[] = [
  { type: 'Namespace', kind: 'k8s-namespace', group: '', plural: 'namespaces', namespaced: false },
  {
    type: 'SecretProviderClass',
    kind: 'k8s-secret-provider-class',
    group: 'secrets-store.csi.x-k8s.io',
    plural: 'secretproviderclasses',
    namespaced: true,
    custom: true,
  },
  {
    type: 'SecretStore',
    kind: 'k8s-secret-store',
    group: 'external-secrets.io',
    plural: 'secretstores',
    namespaced: true,
    custom: true,
  },
  {
    type: 'ClusterSecretStore',
    kind: 'k8s-secret-store',
    group: 'external-secrets.io',
    plural: 'clustersecretstores',
    namespaced: false,
    custom: true,
  },
  { type: 'ConfigMap', kind: 'k8s-config-map', group: '', plural: 'configmaps', namespaced: true },
  {
    type: 'ServiceAccount',
    kind: 'k8s-service-account',
    group: '',
    plural: 'serviceaccounts',
    namespaced: true,
  },
  { type: 'Deployment', kind: 'k8s-workload', group: 'apps', plural: 'deployments', namespaced: true },
  { type: 'StatefulSet', kind: 'k8s-workload', group: 'apps', plural: 'statefulsets', namespaced: true },
  { type: 'DaemonSet', kind: 'k8s-workload', group: 'apps', plural: 'daemonsets', namespaced: true },
  { type: 'CronJob', kind: 'k8s-workload', group: 'batch', plural: 'cronjobs', namespaced: true },
  { type: 'Job', kind: 'k8s-workload', group: 'batch', plural: 'jobs', namespaced: true },
  { type: 'Pod', kind: 'k8s-workload', group: '', plural: 'pods', namespaced: true },
];

/** The kinds of all of them. */
export const LIVE_KINDS: readonly Kind[] = [...new Set(OBJECT_TYPES.map(({ kind }) => kind))];

export function objectType(type: string): ObjectType | undefined {
  return OBJECT_TYPES.find((one) => one.type === type);
}
