/** The rules of each family, in the order in which a tie is settled: one cause, one finding. */
export const families = {
  'aws-principal': [
    'trust-public-principal',
    'trust-not-principal',
    'trust-foreign-account',
    'trust-account-root',
    'trust-external-id-missing',
  ],
  'cluster-admin': [
    'access-entry-workload-admin',
    'access-entry-foreign-principal',
    'access-entry-cluster-admin',
    'access-entry-broad-scope',
  ],
  imds: ['imds-v1-allowed', 'imds-hop-limit', 'imds-weakened'],
  'irsa-reach': [
    'irsa-provider-wildcard',
    'irsa-subject-unrestricted',
    'irsa-subject-wildcard',
    'irsa-provider-foreign-account',
    'irsa-provider-unknown',
    'irsa-issuer-mismatch',
    'irsa-condition-never-matches',
    'irsa-condition-vacuous',
  ],
  'key-age': ['static-key-unused', 'static-key-stale'],
  'key-origin': [
    'static-key-quarantined',
    'static-key-root',
    'static-key-created-by-workload',
    'static-key-for-other-user',
    'static-key-created',
  ],
  'launch-template': ['launch-template-imds-v1', 'launch-template-hop-limit'],
  'oidc-provider': ['oidc-provider-orphaned', 'oidc-provider-unknown-issuer'],
  'pod-identity-scope': ['pod-identity-trust-unscoped', 'pod-identity-trust-no-cluster'],
  'pod-identity-works': [
    'pod-identity-role-missing',
    'pod-identity-role-not-trusting',
    'pod-identity-session-tags-conflict',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;
