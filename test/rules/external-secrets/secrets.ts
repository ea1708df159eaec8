import { REGION, resourceOf } from '../../support/states.ts';
import { ISSUER, irsa, PROVIDER } from '../../support/trusts.ts';

export const OPERATOR = 'system:serviceaccount:external-secrets:external-secrets';

/** A statement for service accounts of the cluster. */
export function subjects(value: unknown, operator = 'StringEquals') {
  return irsa({
    StringEqualsIgnoreCase: { [`${ISSUER}:aud`]: 'sts.amazonaws.com' },
    [operator]: { [`${ISSUER}:sub`]: value },
  });
}

export function association(namespace: string | undefined, serviceAccount: string, gone = false) {
  return resourceOf('pod-identity-association', {
    state: { namespace, serviceAccount, clusterName: 'prod', disableSessionTags: false },
    gone,
  });
}

export function reads(
  resource: unknown,
  action: unknown = 'secretsmanager:GetSecretValue',
  more: object = {},
) {
  return {
    policies: {},
    inlinePolicies: {
      read: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: action, Resource: resource, ...more }],
      }),
    },
  };
}

export const scoped = `arn:aws:secretsmanager:${REGION}:111122223333:secret:shop/*`;
export const none = { associations: [], customerPolicies: [] };
export { PROVIDER };

/** A statement for a provider, and more exceptions to it than an analysis goes through. */
export function tangled(provider: string): readonly ReturnType<typeof irsa>[] {
  const issuer = provider.slice(provider.indexOf('oidc-provider/') + 'oidc-provider/'.length);
  const denied = Array.from({ length: 49 }, (_, index) => ({
    ...irsa(
      {
        StringLike: { [`${issuer}:sub`]: `*${index}*a*${index}b*${index}c*` },
        StringEquals: { [`${issuer}:aud`]: `a${index}` },
      },
      provider,
    ),
    Effect: 'Deny' as const,
  }));
  return [irsa(undefined, provider), ...denied];
}
