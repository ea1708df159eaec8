/** The rules of each family, in the order in which a tie is settled: one cause, one finding. */
export const families = {
  imds: ['imds-v1-allowed', 'imds-weakened'],
  'irsa-reach': ['irsa-subject-unrestricted'],
  'key-origin': ['static-key-root', 'static-key-for-other-user', 'static-key-created'],
  'pod-identity-works': ['pod-identity-role-missing', 'pod-identity-role-not-trusting'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
