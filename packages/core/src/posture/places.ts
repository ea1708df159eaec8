import type { PosturePlace } from './workload-identity.ts';

/** Names a place: two places of the same name are one. */
export function placeOf({ account, cluster, issuer }: PosturePlace): string {
  return cluster ?? `${account} ${issuer ?? ''}`;
}

/** Clusters that are known come first, then issuers, then what is nowhere. */
export function comparePlaces(a: PosturePlace, b: PosturePlace): number {
  return compareTexts(a.account, b.account) || compareTexts(rankOf(a), rankOf(b));
}

function rankOf({ cluster, issuer }: PosturePlace): string {
  if (cluster !== null) return `0 ${cluster}`;
  return issuer === null ? '2' : `1 ${issuer}`;
}

export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
