import { type Config, notApplicable, parseArn, pass, type Resource, type Verdict } from '@podguard/core';
import { globMatches, type Policy, type Principal, type WebIdentityAnswer } from '@podguard/policy';
import { clusterTrusts, isClusterIssuer, undecidedBy, webIdentityTrust } from './reach.ts';
import { readTrust } from './trust.ts';

/** A cluster whose tokens a trust policy speaks of, and who gets the role by them. */
export interface IrsaTrust {
  readonly provider: string;
  readonly issuer: string;
  readonly account: string | null;
  /** False where a wildcard takes the provider in, and conditions name its issuer. */
  readonly named: boolean;
  readonly answer: WebIdentityAnswer;
}

export type Look<F> = { readonly found: F } | Verdict;

export type Found<F> =
  | { readonly verdict: Verdict }
  | {
      readonly policy: Policy;
      readonly found: readonly [F, ...F[]];
      /** What of the other clusters could not be decided. */
      readonly undecided: readonly Verdict[];
    };

/** Looks at each cluster that a role trusts: what is found in any of them, or else what they come to together. */
export function lookAtClusters<F>(
  role: Resource<'iam-role'>,
  config: Config,
  look: (trust: IrsaTrust, policy: Policy) => Look<F>,
): Found<F> {
  const trust = readTrust(role);
  if ('verdict' in trust) return trust;
  const { policy } = trust;
  const { trusts, undecided } = irsaTrusts(role, policy, config);
  const looks = trusts.map((one) => look(one, policy));
  const found: F[] = [];
  const verdicts: Verdict[] = [...undecided];
  for (const one of looks) {
    if ('found' in one) found.push(one.found);
    else verdicts.push(one);
  }
  const [first, ...others] = found;
  if (first === undefined) return { verdict: together(verdicts) };
  return { policy, found: [first, ...others], undecided };
}

/** What is not decided weighs more than a pass, and that more than what does not apply. */
export function together(verdicts: readonly Verdict[]): Verdict {
  const open = verdicts.filter((verdict) => verdict.status === 'indeterminate');
  if (open.length > 0) {
    const missing = [...new Set(open.flatMap((verdict) => verdict.missing))];
    const undecidable = open.every((verdict) => verdict.undecidable === true);
    return { status: 'indeterminate', missing, ...(undecidable ? { undecidable: true as const } : {}) };
  }
  if (verdicts.some(({ status }) => status === 'pass')) return pass;
  return verdicts[0] ?? notApplicable('no OIDC provider of a cluster may assume it');
}

/** The clusters of a policy, as far as it lets their tokens do what they are for; those beyond the bound as verdicts. */
export function irsaTrusts(
  role: Resource<'iam-role'>,
  policy: Policy,
  config: Config,
): { readonly trusts: readonly IrsaTrust[]; readonly undecided: readonly Verdict[] } {
  const named = clusterTrusts(policy, config).map(({ provider, issuer, answer }) => ({
    provider: provider.provider,
    issuer,
    account: provider.account,
    named: true,
    answer,
  }));
  const implied = impliedProviders(role, policy).filter(
    ({ provider, issuer }) =>
      isClusterIssuer(issuer, config) && named.every((other) => other.provider !== provider),
  );
  const all = [
    ...named,
    ...implied.map((one) => ({
      ...one,
      account: null,
      named: false,
      answer: webIdentityTrust(policy, one.provider, true),
    })),
  ];
  return {
    trusts: all.flatMap((one) =>
      one.answer.decided && one.answer.statements.some(({ effect }) => effect === 'Allow')
        ? [{ ...one, answer: one.answer }]
        : [],
    ),
    undecided: all.flatMap(({ answer }) => (answer.decided ? [] : [undecidedBy(answer)])),
  };
}

/** Principals of Allow statements that stand for any OIDC provider: `*`, or an ARN with a wildcard. */
export function providerWildcards({ statements }: Policy): readonly Principal[] {
  return statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ principals }) => principals ?? [])
    .filter(
      ({ type, value }) =>
        type === '*' ||
        (type === 'AWS' && value === '*') ||
        (type === 'Federated' && /[*?]/.test(value) && !value.includes(':saml-provider/')),
    );
}

/** The providers that wildcards take in and that conditions speak of: of their tokens only the policy knows. */
export function impliedProviders(
  role: Resource<'iam-role'>,
  policy: Policy,
): readonly { readonly provider: string; readonly issuer: string }[] {
  const wildcards = providerWildcards(policy);
  if (wildcards.length === 0) return [];
  const keys = policy.statements.flatMap(({ conditions }) => conditions.map(({ key }) => key));
  const issuers = new Map(
    keys.map((key) => key.slice(0, key.lastIndexOf(':'))).map((issuer) => [issuer.toLowerCase(), issuer]),
  );
  return [...issuers.values()]
    .filter((issuer) => issuer.includes('.'))
    .flatMap((issuer) => {
      const provider = wildcards
        .map(({ value }) => providerWithin(role, value, issuer))
        .find((found) => found !== undefined);
      return provider === undefined ? [] : [{ provider, issuer }];
    });
}

/** The ARN of an issuer's provider that a wildcard matches: of the role's account, or of the one in the pattern. */
export function providerWithin(
  role: Resource<'iam-role'>,
  pattern: string,
  issuer: string,
): string | undefined {
  const own = parseArn(role.key);
  const given = parseArn(pattern);
  const partition = literal(given?.partition) ?? own?.partition ?? 'aws';
  const account = literal(given?.account) ?? (role.account === '' ? '111122223333' : role.account);
  const arn = `arn:${partition}:iam::${account}:oidc-provider/${issuer}`;
  return globMatches(pattern, arn) ? arn : undefined;
}

function literal(text: string | undefined): string | undefined {
  return text === undefined || text === '' || /[*?]/.test(text) ? undefined : text;
}
