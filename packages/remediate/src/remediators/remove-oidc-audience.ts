import { parseArn, type RemediationStep, type Resource } from '@podguard/core';
import { defineRemediator } from '../remediator.ts';
import { iamRegion } from '../trust/role.ts';

type Provider = Resource<'oidc-provider'>;

export const removeOidcAudience = defineRemediator({
  id: 'remove-oidc-audience',
  title: "Takes client ids that are not for STS out of a cluster's OIDC provider",
  rules: ['oidc-provider-extra-audience'],
  kind: 'oidc-provider',
  grants: [
    {
      actions: ['iam:AddClientIDToOpenIDConnectProvider', 'iam:RemoveClientIDFromOpenIDConnectProvider'],
      resources: ({ partition, account }) => [`arn:${partition}:iam::${account}:oidc-provider/*`],
    },
  ],
  mayBreak: ['Whoever takes a role with a token for one of these client ids gets no session any more.'],
  needs: { roles: ['trust'] },
  guards: [],
  mayForce: false,
  settlesMs: 15_000,
  target: ({ resource: { key } }) => key,
  plan(provider, { finding, related }) {
    if (!provider.present) return `${provider.key} is not there`;
    const { members } = provider.sets.clientIds;
    const accused = finding.evidence.flatMap(({ path, value }) =>
      path === 'clientIds' && typeof value === 'string' && members.has(value) ? [value] : [],
    );
    const extra = [...new Set(accused)].sort();
    if (extra.length === 0) return `${provider.key} has none of the client ids that were reported`;
    const left = [...members.keys()].filter((id) => !extra.includes(id));
    if (!left.some((id) => id.startsWith('sts.amazonaws.com')))
      return `${provider.key} would be left without a client id for STS: add sts.amazonaws.com first`;
    const trusting = related.roles.filter(({ present }) => present);
    return [
      {
        summary: `Take ${extra.join(', ')} out of the client ids of ${provider.key}`,
        steps: extra.map((id) =>
          step(provider, 'iam:RemoveClientIDFromOpenIDConnectProvider', id, `Take out client id ${id}`),
        ),
        undo: extra.map((id) =>
          step(provider, 'iam:AddClientIDToOpenIDConnectProvider', id, `Add client id ${id} again`),
        ),
        after: Object.fromEntries(extra.map((id) => [`clientIds ${id}`, null])),
        facts: [
          `Recorded roles that trust the provider: ${trusting.length}.`,
          ...trusting.flatMap((role) => naming(role, issuerOf(provider), extra)),
        ],
      },
    ];
  },
});

function issuerOf({ key }: Provider): string {
  return parseArn(key)?.resource.slice('oidc-provider/'.length) ?? key;
}

/** A trust policy that asks for such a token is in somebody's use, or left over. */
function naming(
  { key, state }: Resource<'iam-role'>,
  issuer: string,
  ids: readonly string[],
): readonly string[] {
  const { trust } = state;
  if (typeof trust !== 'string' || !trust.includes(`${issuer}:aud`)) return [];
  return ids
    .filter((id) => trust.includes(JSON.stringify(id)))
    .map((id) => `The trust policy of ${key} names ${id}.`);
}

function step({ key }: Provider, action: string, ClientID: string, words: string): RemediationStep {
  return {
    action,
    region: iamRegion({ key }),
    input: { OpenIDConnectProviderArn: key, ClientID },
    words,
  };
}
