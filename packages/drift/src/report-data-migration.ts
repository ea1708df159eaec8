import { type IdentityMethod, type Posture, placeOf } from '@podguard/core';
import type { MigrationProgress } from '@podguard/report';

/** By these the credentials are the pods' own, and end by themselves. */
const OWN: readonly IdentityMethod[] = ['pod-identity', 'irsa', 'assume-role'];

/** An operator hands secrets on: by its own identity it is where it should be. */
function isOwn({ method, also }: Posture['identities'][number]): boolean {
  return OWN.includes(method) || (method === 'external-secrets' && also.some((one) => OWN.includes(one)));
}

/** How far each cluster is; what runs nowhere that is known is in none. */
export function migrationOf({ clusters, identities }: Posture): readonly MigrationProgress[] {
  const byPlace = Map.groupBy(identities, placeOf);
  return clusters.flatMap(({ account, cluster, issuer, methods, unknown }) => {
    const place = { account, cluster, issuer };
    if ((cluster ?? issuer) === null) return [];
    const here = byPlace.get(placeOf(place)) ?? [];
    const left = here.filter((one) => !isOwn(one)).toSorted((a, b) => a.score - b.score);
    return {
      place,
      methods,
      ownIdentity: here.length === 0 ? null : (here.length - left.length) / here.length,
      unknown,
      left: left.map(({ name }) => name),
    };
  });
}
