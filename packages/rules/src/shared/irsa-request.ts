import type { Policy, PolicyRequest } from '@podguard/policy';

/** Service accounts that no policy means: whoever admits both admits any. */
export const FOREIGN_SUBJECTS = [
  'system:serviceaccount:unrelated-namespace:unrelated-app',
  'system:serviceaccount:zq7-elsewhere:zq7-somebody-else',
] as const;

/** `oidc.eks.REGION.amazonaws.com/id/ID`, with China's suffix, and the newer dual-stack host. */
const EKS_ISSUER = /^oidc[.-]eks\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|api\.aws)\/id\/[A-Za-z0-9]+$/;

/** The OIDC providers of clusters that an Allow names: EKS's, and those of configured issuers. */
export function clusterProviders(policy: Policy, issuers: readonly string[]): readonly string[] {
  const named = policy.statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ principals }) => principals ?? [])
    .filter(({ type }) => type === 'Federated')
    .map(({ value }) => value);
  return [...new Set(named)].filter((provider) => {
    const issuer = issuerOf(provider);
    return issuer !== undefined && (EKS_ISSUER.test(issuer) || issuers.includes(issuer));
  });
}

function issuerOf(provider: string): string | undefined {
  return /^arn:[^:]*:iam::[^:]*:oidc-provider\/(.+)$/.exec(provider)?.[1];
}

/**
 * The request of a pod with its token. The provider's own `sub` and `aud` are always there and single, its other claims
 * and other providers' keys never.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
export function tokenRequest(provider: string, subject: string, audience: string): PolicyRequest {
  const issuer = issuerOf(provider) ?? provider;
  return {
    principal: { type: 'Federated', provider },
    action: 'sts:AssumeRoleWithWebIdentity',
    context: {
      [`${issuer}:sub`]: [subject],
      [`${issuer}:aud`]: [audience],
      [`${issuer}:amr`]: 'absent',
      [`${issuer}:email`]: 'absent',
    },
  };
}
