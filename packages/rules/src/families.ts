/** The rules of each family, in the order in which a tie is settled: one cause, one finding. */
export const families = {
  'aws-principal': [
    'trust-public-principal',
    'trust-not-principal',
    'trust-foreign-account',
    'trust-account-root',
    'trust-external-id-missing',
  ],
  imds: ['imds-v1-allowed', 'imds-weakened'],
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
  'key-origin': ['static-key-root', 'static-key-for-other-user', 'static-key-created'],
  'pod-identity-scope': ['pod-identity-trust-unscoped', 'pod-identity-trust-no-cluster'],
  'pod-identity-works': [
    'pod-identity-role-missing',
    'pod-identity-role-not-trusting',
    'pod-identity-session-tags-conflict',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;
