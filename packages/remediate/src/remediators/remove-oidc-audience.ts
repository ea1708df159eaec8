import { parseArn, type RemediationStep, type Resource } from '@podguard/core';
import { globMatches, parsePolicy } from '@podguard/policy';
import { defineRemediator, type GrantPlace } from '../remediator.ts';
import { forPeople } from '../trust/for-people.ts';
import { iamRegion } from '../trust/role.ts';
import { otherAudiences } from '../trust/token-sources.ts';

type Provider = Resource<'oidc-provider'>;

export const removeOidcAudience = defineRemediator({
  id: 'remove-oidc-audience',
  title: "Takes client ids that are not for STS out of a cluster's OIDC provider",
  rules: ['oidc-provider-extra-audience'],
  kind: 'oidc-provider',
  grants: [
    { actions: ['iam:RemoveClientIDFromOpenIDConnectProvider'], resources: anyProvider },
    { undoOnly: true, actions: ['iam:AddClientIDToOpenIDConnectProvider'], resources: anyProvider },
  ],
  mayBreak: ['Whoever takes a role with a token for one of these client ids gets no session any more.'],
  needs: { roles: ['trust'] },
  guards: [forPeople],
  mayForce: false,
  settlesMs: 15_000,
  target: ({ resource: { key } }) => key,
  plan(provider, { config, finding, related }) {
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
    const needed = trusting.flatMap((role) => needing(role, issuerOf(provider), extra));
    if (needed.length > 0)
      return `somebody takes a role with such a token, or may: ${needed.join('; ')}. See to the roles first`;
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
        facts: [`Recorded roles that trust the provider: ${trusting.length}.`],
        byPeople: config.events.includes('activity')
          ? []
          : [
              'Whether somebody takes a role with such a token is not told: records of AssumeRoleWithWebIdentity are not judged (events: activity).',
            ],
      },
    ];
  },
});

function issuerOf({ key }: Provider): string {
  return parseArn(key)?.resource.slice('oidc-provider/'.length) ?? key;
}

/** Whether a trust policy pins such a token, or one was seen to be used. */
function needing(
  { key, state, activity }: Resource<'iam-role'>,
  issuer: string,
  ids: readonly string[],
): readonly string[] {
  const parsed = parsePolicy(state.trust ?? '');
  if (!parsed.ok) return [`the trust policy of ${key} cannot be read`];
  const pinned = parsed.policy.statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ conditions }) => conditions)
    .filter(({ lowerKey }) => lowerKey === `${issuer}:aud`.toLowerCase())
    .flatMap(({ values }) => values.map(({ value }) => value));
  const used = otherAudiences(activity, issuer);
  return ids.flatMap((id) => [
    ...(pinned.some((value) => globMatches(value, id)) ? [`the trust policy of ${key} names ${id}`] : []),
    ...(used.includes(id) ? [`${key} was taken with a token for ${id}`] : []),
  ]);
}

function step({ key }: Provider, action: string, ClientID: string, words: string): RemediationStep {
  return {
    action,
    region: iamRegion({ key }),
    input: { OpenIDConnectProviderArn: key, ClientID },
    words,
  };
}

function anyProvider({ partition, account }: GrantPlace): readonly string[] {
  return [`arn:${partition}:iam::${account}:oidc-provider/*`];
}
