import type { Listing } from '@podguard/inventory';
import type { DriftDeps } from './drift-deps.ts';
import type { DriftRun, LookAgain } from './drift-run.ts';
import { placeName, placeOf } from './places.ts';
import { isOfClusters } from './plan.ts';
import { pagesOf } from './run-pages.ts';

/** What the listings of a run showed. */
export interface Seen {
  readonly keys: ReadonlySet<string>;
  /** Where a listing came to its end: what is not seen there is not there. */
  readonly whole: ReadonlySet<string>;
  readonly clusters: readonly string[];
  readonly again: readonly LookAgain[];
  /** How the keys begin of what could not be listed. */
  readonly notListed: ReadonlySet<string>;
  /** What was listed and could not be read. */
  readonly unread: ReadonlySet<string>;
  /** The same, with what listed it and where. */
  readonly unreadIn: readonly UnreadIn[];
  /** The regions that each listing read to its end, all clusters in them, too. */
  readonly listings: Readonly<Record<string, readonly string[]>>;
}

export interface UnreadIn {
  readonly listing: Listing;
  readonly region: string;
  readonly keys: readonly string[];
}

export async function loadSeen(
  { listings, results, reading }: Pick<DriftDeps, 'listings' | 'results' | 'reading'>,
  run: DriftRun,
): Promise<Seen> {
  const keys = new Set<string>();
  const ended = new Set<string>();
  const broken = new Set<string>();
  const again: LookAgain[] = [];
  const unread = new Set<string>();
  const notListed = new Set<string>();
  const unreadIn = new Map<string, UnreadIn & { readonly keys: string[] }>();
  const clusters = new Map<string, string>();
  for await (const page of pagesOf(results, run, 'scan')) {
    const { shard } = page;
    const listing = listings.find(({ name }) => name === shard.listing);
    if (listing === undefined) continue;
    const place = placeOf(listing, shard);
    if (page.last) ended.add(place);
    if (!page.listed) broken.add(place);
    again.push(...page.again);
    for (const start of page.notListed ?? []) notListed.add(start);
    const gaps = new Set(page.gaps.map(({ what }) => what));
    const region = listing.scope === 'account' ? '' : shard.region;
    const its = unreadIn.get(placeName(listing.name, region)) ?? { listing, region, keys: [] };
    for (const key of page.seen) {
      keys.add(key);
      if (gaps.has(key)) {
        unread.add(key);
        its.keys.push(key);
      }
      if (isOfClusters(listing)) clusters.set(key, shard.region);
    }
    if (its.keys.length > 0) unreadIn.set(placeName(listing.name, region), its);
  }
  const whole = new Set([...ended].filter((place) => !broken.has(place)));
  const regionsOf = (listing: Listing): readonly string[] => {
    if (listing.scope === 'account') return whole.has(placeName(listing.name, '')) ? [''] : [];
    const isWhole = (where: string) => whole.has(placeName(listing.name, where));
    if (listing.scope === 'region') return reading.regions.filter(isWhole);
    const found = listings.filter(isOfClusters);
    return reading.regions.filter(
      (region) =>
        found.every(({ name }) => whole.has(placeName(name, region))) &&
        [...clusters].every(([key, its]) => its !== region || isWhole(key)),
    );
  };
  return {
    ...{ keys, whole, again, unread, notListed, clusters: [...clusters.keys()] },
    unreadIn: [...unreadIn.values()],
    listings: Object.fromEntries(listings.map((listing) => [listing.name, regionsOf(listing)])),
  };
}
