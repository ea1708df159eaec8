import { type IdentityMethod, type Posture, placeOf } from '@podguard/core';
import type { MigrationProgress } from '@podguard/report';

/** By these the credentials are the pods' own, and end by themselves. */
const OWN: readonly IdentityMethod[] = ['pod-identity', 'irsa', 'assume-role'];

/** How far each cluster is; what runs nowhere that is known is in none. */
export function migrationOf({ clusters, identities }: Posture): readonly MigrationProgress[] {
  const byPlace = Map.groupBy(identities, placeOf);
  return clusters.flatMap(({ account, cluster, issuer, methods }) => {
    const place = { account, cluster, issuer };
    if ((cluster ?? issuer) === null) return [];
    const here = byPlace.get(placeOf(place)) ?? [];
    const left = here.filter(({ method }) => !OWN.includes(method)).toSorted((a, b) => a.score - b.score);
    return {
      place,
      methods,
      ownIdentity: here.length === 0 ? null : (here.length - left.length) / here.length,
      left: left.map(({ name }) => name),
    };
  });
}
