import {
  type Config,
  type Grant,
  type IdentityMethod,
  type PosturePlace,
  placeOf,
  type UnknownIdentity,
  type WorkloadIdentity,
} from '@podguard/core';
import { isSecretsOperator } from '../data/known-addons.ts';
import { coveringOf } from './covering.ts';
import type { AssociationFact, PostureFact, RoleFact } from './facts.ts';
import { nowhere, type Places } from './places.ts';

/** One way by which a service account, or those of a pattern, get a role. */
export interface Way {
  readonly place: PosturePlace;
  readonly kind: 'service-account' | 'pattern';
  readonly name: string;
  readonly method: IdentityMethod;
  readonly grant: Grant;
  /** Of a pattern: whether it takes in a service account. */
  readonly admits?: (name: string) => boolean;
}

/**
 * Which of two a new pod gets where its service account has both: EKS's webhook gives it the variables of the association only.
 * Source: https://github.com/aws/amazon-eks-pod-identity-webhook, `pkg/handler/handler.go`
 */
const USED_FIRST: readonly IdentityMethod[] = ['assume-role', 'pod-identity', 'irsa'];

/** Each service account of a cluster once, however many associations and roles it has, with the roles of patterns that take it in. */
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
  ways.push(...facts.flatMap((fact) => (fact.is === 'role' ? byAnyProvider(fact, ways, places) : [])));
  const coveredBy = coveringOf(ways);
  const groups = Map.groupBy(ways, ({ place, kind, name }) => JSON.stringify([placeOf(place), kind, name]));
  return { identities: [...groups.values()].map((group) => toIdentity(group, coveredBy, config)), unknown };
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
    grant: {
      key,
      resources: [key, ...(roles ?? [])],
      unknown:
        roles === null
          ? [`role of ${key}`]
          : roles.filter((role) => known.get(role)?.known !== true).map((role) => `trust policy of ${role}`),
    },
  };
}

function byTrust(role: RoleFact, places: Places): readonly Way[] {
  const way = { method: 'irsa', grant: trustOf(role) } as const;
  return role.admitted.flatMap(({ issuer, provider, exact, patterns, admits }): readonly Way[] => {
    const place = places.of(issuer, provider, role.account);
    if (place === null) return [];
    return [
      ...exact.map((name): Way => ({ ...way, place, kind: 'service-account', name })),
      ...patterns.map((name): Way => ({ ...way, place, kind: 'pattern', name, admits })),
    ];
  });
}

/** Any service account of any cluster of its account; of none that is known where the account has none. */
function byAnyProvider(role: RoleFact, ways: readonly Way[], { clusters }: Places): readonly Way[] {
  if (!role.byAnyProvider) return [];
  const known = [...clusters, ...ways.map(({ place }) => place)].filter(
    ({ account, cluster, issuer }) => account === role.account && (cluster ?? issuer) !== null,
  );
  const found = new Map(known.map((place) => [placeOf(place), place]));
  const way = { kind: 'pattern', name: '*/*', method: 'irsa', grant: trustOf(role) } as const;
  return (found.size > 0 ? [...found.values()] : [nowhere(role.account)]).map((place) => ({
    ...way,
    place,
    admits: () => true,
  }));
}

function trustOf({ key, known }: RoleFact): Grant {
  return { key, resources: [key], unknown: known ? [] : [`trust policy of ${key}`] };
}

function toIdentity(
  ways: readonly Way[],
  coveredBy: (way: Way) => readonly Grant[],
  config: Config,
): WorkloadIdentity {
  const [first] = ways as readonly [Way];
  const { place, kind, name } = first;
  const [method = 'irsa', ...others] = USED_FIRST.filter((one) => ways.some((way) => way.method === one));
  const [namespace = '', serviceAccount = ''] = name.split('/');
  const operator = kind === 'service-account' && isSecretsOperator(config, namespace, serviceAccount);
  const all = [...ways.map(({ grant }) => grant), ...coveredBy(first)];
  const grants = [...new Map(all.map((grant) => [grant.key, grant])).values()].sort((a, b) =>
    a.key < b.key ? -1 : 1,
  );
  return {
    ...place,
    kind,
    name,
    method: operator ? 'external-secrets' : method,
    also: operator ? [method, ...others] : others,
    resources: distinct(grants.flatMap(({ resources }) => resources)),
    unknown: distinct(grants.flatMap(({ unknown }) => unknown)),
    grants,
  };
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
