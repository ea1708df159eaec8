import { type Config, isClusterIssuer, undecidable, type Verdict } from '@podguard/core';
import {
  type AwsPrincipalsAnswer,
  answerAwsPrincipals,
  answerPodIdentity,
  answerWebIdentity,
  listProviders,
  type PodIdentityAnswer,
  type Policy,
  type TrustAssumption,
  type TrustedProvider,
  type Undecided,
  type WebIdentityAnswer,
} from '@podguard/policy';
import { once, onceBy } from './memo.ts';

export { isClusterIssuer };

/** A cluster's OIDC provider that a trust policy names, and who gets the role by it. */
export interface ClusterTrust {
  readonly provider: TrustedProvider;
  readonly issuer: string;
  readonly answer: WebIdentityAnswer | Undecided;
}

/** The clusters that an Allow names by their OIDC providers, in the order of the policy; wildcards are left out. */
export function clusterTrusts(policy: Policy, config: Config): readonly ClusterTrust[] {
  return listProviders(policy).flatMap((provider) => {
    const { issuer, wildcard } = provider;
    if (wildcard || issuer === null || !isClusterIssuer(issuer, config)) return [];
    return [{ provider, issuer, answer: webIdentityTrust(policy, provider.provider, true) }];
  });
}

/** Who gets the role by an OIDC provider. The same policy is judged by many rules, at every step of a history. */
export const webIdentityTrust: (
  policy: Policy,
  provider: string,
  cluster: boolean,
) => WebIdentityAnswer | Undecided = onceBy(
  (policy: Policy, provider: string, cluster: boolean) => answerWebIdentity(policy, { provider, cluster }),
  (provider, cluster) => `${cluster} ${provider}`,
);

/** How EKS Pod Identity gets the role. */
export const podIdentityTrust: (policy: Policy) => PodIdentityAnswer | Undecided = once((policy: Policy) =>
  answerPodIdentity(policy),
);

/** Which AWS principals may assume the role. */
export const awsTrust: (policy: Policy) => AwsPrincipalsAnswer | Undecided = once((policy: Policy) =>
  answerAwsPrincipals(policy),
);

/** The verdict where an analysis went beyond its bound, or hangs on what had to be assumed. */
export function undecidedBy(why: Undecided | readonly TrustAssumption[]): Verdict {
  if ('decided' in why) return undecidable(`trust policy: ${why.reason}`);
  if (why.length === 0) return undecidable('trust policy: the search for a request went beyond its bound');
  return undecidable(...new Set(why.map(({ path, reason }) => `${path}: ${reason}`)));
}
