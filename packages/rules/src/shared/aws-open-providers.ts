import type { Config } from '@podguard/core';
import {
  difference,
  exactly,
  globPattern,
  type Language,
  listProviders,
  type Policy,
  type Way,
  webIdentityWay,
} from '@podguard/policy';
import { SHARED_ISSUERS, type SharedIssuer } from '../data/shared-issuers.ts';
import { type StrangerFacts, varying } from './aws-stranger-keys.ts';
import { type Admission, admitsStranger } from './aws-strangers.ts';
import { isClusterIssuer } from './reach.ts';

/** An OIDC provider that is no cluster's, and whether a stranger's token gets the role. */
interface ProviderAdmission {
  readonly provider: string;
  readonly issuer: string;
  readonly admission: Admission;
}

export function openProviders(policy: Policy, config: Config): readonly ProviderAdmission[] {
  return listProviders(policy).flatMap(({ provider, issuer: named, wildcard }) => {
    const issuer = named ?? provider;
    if (wildcard || isClusterIssuer(issuer, config)) return [];
    const own = webIdentityWay({ provider, cluster: false });
    const shared = SHARED_ISSUERS.find((one) => one.issuer === issuer.toLowerCase());
    const way = shared === undefined ? own : showing(own, shared);
    const keys = claimsOf(policy, issuer.toLowerCase(), shared, own.factOf);
    return [{ provider, issuer, admission: admitsStranger({ policy, way, keys }, []) }];
  });
}

/**
 * A stranger's token. In a pool of his own he authenticates as he likes (`amr`); the audience he chooses only where the
 * issuer lets everybody, else it tells the applications apart.
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html
 */
function claimsOf(
  policy: Policy,
  issuer: string,
  shared: SharedIssuer | undefined,
  factOf: Way['factOf'],
): StrangerFacts {
  const subjects = shared === undefined ? exactly('unrelated-subject') : subjectsOf(policy, issuer, shared);
  const audience = shared === undefined ? exactly('unrelated-audience') : globPattern('?*');
  const chosen = ['amr', ...(shared?.chosen ?? [])].map((claim) => `${issuer}:${claim}`);
  return new Map([
    [`${issuer}:sub`, varying('sub', subjects, false)],
    [`${issuer}:aud`, varying('aud', audience, false)],
    ...chosen.map((key) => [key, { name: key, fact: factOf(key) }] as const),
  ]);
}

/** Those of all owners but the ones that the policy names whole: a name with a wildcard in it may be had by anybody. */
function subjectsOf(policy: Policy, issuer: string, shared: SharedIssuer): Language {
  const [before, after] = shared.owner;
  const named = policy.statements
    .flatMap(({ conditions }) => conditions.filter(({ lowerKey }) => lowerKey === `${issuer}:sub`))
    .flatMap(({ values }) => values.map(({ value }) => value))
    .filter((value) => value.startsWith(before))
    .flatMap((value) => ownSubjects(value.slice(before.length), shared) ?? []);
  return [...new Set(named)].reduce(
    (left, own) => difference(left, globPattern(`${before}${own}`)),
    globPattern(`${before}?*${after}?*`),
  );
}

/** The subjects of the owner with whom a pattern begins, whatever his number. */
function ownSubjects(pattern: string, { owner: [, after], mark }: SharedIssuer): string | undefined {
  const [name = '', ...more] = mark === undefined ? [] : pattern.split(mark);
  if (more.length > 0 && isWhole(name) && !name.includes(after)) return `${name}${mark}*`;
  const [owner = '', ...rest] = pattern.split(after);
  return rest.length > 0 && isWhole(owner) ? `${owner}${after}*` : undefined;
}

function isWhole(name: string): boolean {
  return name !== '' && !/[*?$]/.test(name);
}

/** Subjects of an owner whom a person sees to be a stranger, as whole as the policy lets them be. */
function showing(way: Way, { owner: [before, after], example }: SharedIssuer): Way {
  const [owner = '', ...rest] = example.slice(before.length).split(after);
  const tail = after === '/' ? rest.join(after).replace(/^[^:]*/, '') : '';
  const like = [owner, `*-${owner}`, `*${owner}`, `${owner}*`, `*${owner}*`].flatMap((name) => [
    `${before}${name}${after}${rest.join(after)}`,
    `${before}${name}${after}*${tail}`,
    `${before}${name}${after}*`,
  ]);
  const shapes = [...like, `${before}*unrelated*`].map((pattern) => globPattern(pattern));
  return { ...way, likenesses: (name) => (name === 'sub' ? shapes : way.likenesses(name)) };
}
