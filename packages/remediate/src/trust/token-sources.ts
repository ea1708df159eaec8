import { type Config, type RelatedOf, type Resource, usersOf } from '@podguard/core';
import type { BoundAccounts } from './bound.ts';
import { audiencesOf } from './wide.ts';

type Related = Pick<RelatedOf['iam-role'], 'providers'>;

/** Why a policy that names who is bound by an issuer, with tokens for STS, could shut out others; undefined where all that tells is on. */
export function whyNotTold(
  { activity }: Resource<'iam-role'>,
  { providers }: Related,
  {
    issuer,
    provider,
    config,
    bound,
  }: {
    readonly issuer: string;
    readonly provider: string;
    readonly config: Config;
    readonly bound: Pick<BoundAccounts, 'readIssuers'>;
  },
): string | undefined {
  if (!config.events.includes('activity') && !(config.clusterReading && bound.readIssuers.includes(issuer)))
    return `who uses the role by ${issuer} is not told: neither are records of AssumeRoleWithWebIdentity judged (events: activity), nor did reading the clusters (clusterReading) show one that is bound`;
  const others = otherAudiences(activity, issuer);
  if (others.length > 0)
    return `the role was taken with tokens of ${issuer} for ${others.join(', ')}, and a narrowed trust policy lets in those for STS alone`;
  const known = providers
    .flatMap((one) => ('missing' in one ? [] : [one]))
    .find(({ key }) => key === provider);
  if (known === undefined) return undefined;
  const { members, complete } = known.sets.clientIds;
  return complete && !audiencesOf(provider).some((audience) => members.has(audience))
    ? `${provider} accepts no token for STS, and a narrowed trust policy lets in those alone`
    : undefined;
}

/** Audiences of tokens by which the role was taken and that are not for STS. */
export function otherAudiences(activity: Resource['activity'], issuer: string): readonly string[] {
  return usersOf(activity, 'web-identity-audience').users.flatMap((user) =>
    user.startsWith(`${issuer} `) ? [user.slice(issuer.length + 1)] : [],
  );
}
