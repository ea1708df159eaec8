import {
  type Config,
  type IdentityMethod,
  type PosturePlace,
  placeOf,
  type UnknownIdentity,
  type WorkloadIdentity,
} from '@podguard/core';
import { isSecretsOperator } from '../data/known-addons.ts';
import type { AssociationFact, PostureFact, RoleFact } from './facts.ts';
import { nowhere, type Places } from './places.ts';

/** One way by which a service account, or those of a pattern, get a role. */
interface Way {
  readonly place: PosturePlace;
  readonly kind: 'service-account' | 'pattern';
  readonly name: string;
  readonly method: IdentityMethod;
  readonly resources: readonly string[];
  readonly unknown: readonly string[];
}

/**
 * Which of two is used where a service account has both: the SDKs look for a web identity token before they ask the agent.
 * Source: https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
const USED_FIRST: readonly IdentityMethod[] = ['irsa', 'assume-role', 'pod-identity'];

/** Each service account of a cluster once, however many associations and roles it has. */
export function readServiceAccounts(
  facts: readonly PostureFact[],
  places: Places,
  config: Config,
): { readonly identities: readonly WorkloadIdentity[]; readonly unknown: readonly UnknownIdentity[] } {
  const roles = new Map(facts.flatMap((fact) => (fact.is === 'role' ? [[fact.key, fact]] : [])));
  const ways: Way[] = [];
  const unknown: UnknownIdentity[] = [];
  for (const fact of facts) {
    if (fact.is === 'role') ways.push(...byTrust(fact, places));
    if (fact.is !== 'association') continue;
    const way = byAssociation(fact, roles, places);
    if (way !== null) ways.push(way);
    else {
      const place = places.at(fact.cluster, fact.account);
      unknown.push({ ...place, name: fact.key, because: 'pod-identity: its service account is not known' });
    }
  }
  const groups = Map.groupBy(ways, ({ place, kind, name }) => JSON.stringify([placeOf(place), kind, name]));
  return { identities: [...groups.values()].map((group) => toIdentity(group, config)), unknown };
}

function byAssociation(
  { key, account, cluster, namespace, serviceAccount, roles, chained }: AssociationFact,
  known: ReadonlyMap<string, RoleFact>,
  places: Places,
): Way | null {
  if (namespace === null || serviceAccount === null) return null;
  return {
    place: places.at(cluster, account),
    kind: 'service-account',
    name: `${namespace}/${serviceAccount}`,
    method: chained ? 'assume-role' : 'pod-identity',
    resources: [key, ...(roles ?? [])],
    unknown:
      roles === null
        ? [`role of ${key}`]
        : roles.filter((role) => known.get(role)?.known !== true).map((role) => `trust policy of ${role}`),
  };
}

function byTrust({ key, account, known, admitted, byAnyProvider }: RoleFact, places: Places): readonly Way[] {
  const unknown = known ? [] : [`trust policy of ${key}`];
  const way = { method: 'irsa', resources: [key], unknown } as const;
  const named = admitted.flatMap(({ issuer, provider, exact, patterns }): readonly Way[] => {
    const place = places.of(issuer, provider, account);
    if (place === null) return [];
    return [
      ...exact.map((name): Way => ({ ...way, place, kind: 'service-account', name })),
      ...patterns.map((name): Way => ({ ...way, place, kind: 'pattern', name })),
    ];
  });
  return byAnyProvider
    ? [...named, { ...way, place: nowhere(account), kind: 'pattern', name: '*/*' }]
    : named;
}

function toIdentity(ways: readonly Way[], config: Config): WorkloadIdentity {
  const { place, kind, name } = ways[0] as Way;
  const methods = USED_FIRST.filter((method) => ways.some((way) => way.method === method));
  const [first = 'irsa', ...others] = methods;
  const [namespace = '', serviceAccount = ''] = name.split('/');
  const operator = kind === 'service-account' && isSecretsOperator(config, namespace, serviceAccount);
  return {
    ...place,
    kind,
    name,
    method: operator ? 'external-secrets' : first,
    also: operator ? methods : others,
    resources: distinct(ways.flatMap(({ resources }) => resources)),
    unknown: distinct(ways.flatMap((way) => way.unknown)),
  };
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
