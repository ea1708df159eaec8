import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { nameOf } from '../shared/k8s.ts';
import { inManifest } from '../shared/k8s-mend.ts';

export const k8sSecretStoreClusterWide = defineRule({
  id: 'k8s-secret-store-cluster-wide',
  title: 'Every namespace may read AWS secrets by one ClusterSecretStore',
  method: 'external-secrets',
  resource: 'k8s-secret-store',
  severity: 'medium',
  broken: false,
  family: null,
  description:
    'Reports a ClusterSecretStore for AWS without `conditions` that select namespaces, or with one that selects them all. A store that uses each namespace’s own service account passes.',
  rationale:
    'Whoever may create an ExternalSecret in any namespace reads every secret that the store’s role reads.',
  references: [
    'https://external-secrets.io/latest/api/clustersecretstore/',
    'https://external-secrets.io/latest/guides/security-best-practices/',
  ],
  mappings: {},
  falsePositives: ['An admission policy that says who may use the store.'],
  needs: {},
  covers: undefined,
  evaluate({ state }) {
    const { type, provider, usedBy, ownIdentities } = state;
    if (type === undefined) return indeterminate('type');
    if (type !== 'ClusterSecretStore') return notApplicable('of one namespace');
    if (provider === undefined) return indeterminate('provider');
    if (provider !== 'aws') return notApplicable('its secrets are not in AWS');
    if (usedBy === 'selected' || ownIdentities === true) return pass;
    if (usedBy === undefined || ownIdentities === undefined) return indeterminate('usedBy');
    return fail(`ClusterSecretStore ${nameOf(state)} may be used by every namespace`, {
      evidence: [{ path: 'spec.conditions', value: null }],
    });
  },
  mend: inManifest('# in the manifest:\n#   spec:\n#     conditions:\n#       - namespaces: [NAMESPACE]'),
});
