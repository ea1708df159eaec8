import type { EventPattern } from './event-patterns.ts';

/** Where the events of IAM, and those of STS's global endpoint, appear. */
export const GLOBAL_REGION = 'us-east-1';

/** The other regions that a deployment in `home` watches, sorted. */
export function remoteRegions(home: string, configured: readonly string[]): readonly string[] {
  const watched = new Set([GLOBAL_REGION, ...configured]);
  watched.delete(home);
  return [...watched].sort();
}

/** A global service's events appear in one region, wherever the call was made. */
export function appearIn(region: string, patterns: readonly EventPattern[]): readonly EventPattern[] {
  return region === GLOBAL_REGION ? patterns : patterns.filter(({ regional }) => regional);
}
