import { type Item, ownerKey, parseArn } from '@podguard/core';
import type { Listing } from '@podguard/inventory';
import type { Shard } from './shard.ts';

/** Where a listing lists. One of the account has one place, whichever region it is asked in. */
export function placeOf({ scope }: Pick<Listing, 'scope'>, { listing, region, cluster }: Shard): string {
  return placeName(listing, scope === 'account' ? '' : (cluster ?? region));
}

export function placeName(listing: string, where: string): string {
  return `${listing} ${where}`;
}

/** The places where a recorded resource is listed while it is there. */
export function placesOf(
  { kind, key, region }: Pick<Item, 'kind' | 'key' | 'region'>,
  listings: readonly Listing[],
  clusters: readonly string[],
): readonly string[] {
  // Secrets are of two services.
  const service = kind === 'secret' ? parseArn(key)?.service : undefined;
  return listings
    .filter(({ kinds }) => kinds.includes(kind))
    .filter(({ actions }) => service === undefined || actions.some((one) => one.startsWith(`${service}:`)))
    .flatMap(({ name, scope }) => {
      if (scope === 'account') return [placeName(name, '')];
      if (scope === 'region') return [placeName(name, parseArn(key)?.region || region)];
      const cluster = ownerKey(kind, key) ?? clusters.find((one) => key.startsWith(`${one}/`));
      return cluster === undefined ? [] : [placeName(name, cluster)];
    });
}

/** In the words of a gap. */
export function shardWords(
  { scope }: Pick<Listing, 'scope'>,
  { listing, region, cluster, page }: Shard,
): string {
  const where = scope === 'account' ? '' : ` ${cluster === undefined ? `in ${region}` : `of ${cluster}`}`;
  return `${listing}${where}${page === 0 ? '' : `, from page ${page + 1} on`}`;
}
