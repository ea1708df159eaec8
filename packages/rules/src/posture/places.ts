import { type Config, environmentOf, type PosturePlace, placeOf } from '@podguard/core';
import type { ClusterFact, PostureFact } from './facts.ts';

/** Where things are, as far as all that is stored tells. */
export interface Places {
  readonly clusters: readonly PosturePlace[];
  at(cluster: string, account: string): PosturePlace;
  /** Where an issuer's pods are; null where the cluster or the provider is gone, so that nobody gets in by it. */
  of(issuer: string, provider: string, account: string): PosturePlace | null;
  /** The clusters whose nodes have one of these roles. */
  ofNodes(roles: readonly string[]): readonly PosturePlace[];
}

export function nowhere(account: string): PosturePlace {
  return { account, cluster: null, issuer: null };
}

export function placesOf(facts: readonly PostureFact[], config: Config): Places {
  const clusters = facts.filter((fact) => fact.is === 'cluster');
  const present = clusters.filter((cluster) => cluster.present);
  const byKey = new Map(present.map((cluster) => [cluster.key, toPlace(cluster)]));
  const byIssuer = new Map([
    ...present.flatMap((cluster) =>
      issuersOf(cluster, present, config).map((issuer) => [issuer, cluster] as const),
    ),
  ]);
  const endedIssuers = new Set(clusters.flatMap((one) => (one.present ? [] : (one.issuer ?? []))));
  const goneProviders = new Set(facts.flatMap((fact) => (fact.is === 'gone-provider' ? fact.key : [])));
  const nodes = Map.groupBy(
    facts.filter((fact) => fact.is === 'nodes'),
    ({ role }) => role,
  );
  const at = (cluster: string, account: string): PosturePlace =>
    byKey.get(cluster) ?? { account, cluster, issuer: null };
  return {
    clusters: [...byKey.values()],
    at,
    of(issuer, provider, account) {
      const cluster = byIssuer.get(issuer);
      if (goneProviders.has(provider) || (cluster === undefined && endedIssuers.has(issuer))) return null;
      return cluster === undefined ? { account, cluster: null, issuer } : toPlace(cluster);
    },
    ofNodes(roles) {
      const found = roles.flatMap((role) => nodes.get(role) ?? []).map((one) => at(one.cluster, one.account));
      return [...new Map(found.map((place) => [placeOf(place), place])).values()];
    },
  };
}

function toPlace({ account, key, issuer }: ClusterFact): PosturePlace {
  return { account, cluster: key, issuer };
}

/**
 * The issuers that are known to be a cluster's: by the cluster itself, or by an environment of the configuration that
 * has this one cluster and one issuer.
 */
function issuersOf(
  { key, issuer }: ClusterFact,
  clusters: readonly ClusterFact[],
  config: Config,
): readonly string[] {
  if (issuer !== null) return [issuer];
  const name = environmentOf(config, { cluster: key });
  const environment = name === undefined ? undefined : config.environments[name];
  if (environment === undefined || environment.issuers.length !== 1) return [];
  const members = clusters.filter((other) => environmentOf(config, { cluster: other.key }) === name);
  return members.length === 1 && environment.clusters.length === 1 ? environment.issuers : [];
}
