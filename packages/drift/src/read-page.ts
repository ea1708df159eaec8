import { type Item, KIND_NAMES, type StateChange } from '@podguard/core';
import { createLiveReads, type Listing, type ReadPage, readPage } from '@podguard/inventory';
import type { Gap } from '@podguard/report';
import { type Compared, compareRead } from './compare-read.ts';
import type { DriftDeps } from './drift-deps.ts';
import type { ShardPage } from './drift-run.ts';
import { driftIn, type IsFirst } from './first-reading.ts';
import { shardWords } from './places.ts';
import { withoutRewritten } from './rewritten-principals.ts';
import type { Shard } from './shard.ts';
import { countsOf } from './shard-page.ts';

export interface PageFound {
  readonly page: ShardPage;
  /** To be recorded when the page is kept. */
  readonly changes: readonly StateChange[];
  /** Gives the next page; undefined: there is none, or none can be had. */
  readonly next: string | undefined;
  /** Those that are listed and there. */
  readonly present: readonly string[];
}

/** Reads a page of a shard, and compares it with what is recorded. That AWS does not answer is part of what was found. */
export async function findPage(
  shard: Shard,
  { listings, reading, store }: Pick<DriftDeps, 'listings' | 'reading' | 'store'>,
  isFirst: IsFirst,
): Promise<PageFound> {
  const listing = listings.find(({ name }) => name === shard.listing);
  if (listing === undefined)
    return unlisted(shard, { what: shard.listing, reason: 'this version does not list it' });
  const items = new Map<string, Item | undefined>();
  const recorded = async (key: string) => {
    const item = await store.load(key);
    items.set(key, item);
    return item;
  };
  const { region, cluster } = shard;
  const deps = { ...reading, recorded };
  const read = await readPage(
    listing,
    cluster === undefined ? { region } : { region, cluster },
    shard.token,
    deps,
  );
  if (read.outcome !== 'read') {
    const gone = cluster === undefined ? undefined : await goneCluster(cluster, listing);
    return (
      gone ?? unlisted(shard, { what: shardWords(listing, shard), reason: `${read.outcome}: ${read.reason}` })
    );
  }
  const compared = read.reads.map((one) => ({ key: one.key, ...compareRead(one, items.get(one.key)) }));
  const page = pageOf(shard, {
    read,
    compared,
    isFirst: (one) => isFirst(listing, region, one),
    kinds: listing.kinds,
  });
  return {
    page: { ...page, differences: await withoutRewritten(page.differences, store) },
    changes: compared.flatMap(({ changes }) => changes),
    next: read.next,
    present: presentIn(read),
  };

  /** What is listed of a cluster that was deleted meanwhile is nothing that could not be read. */
  async function goneCluster(key: string, listing: Listing): Promise<PageFound | undefined> {
    const its = await createLiveReads(deps).read(key);
    if (its.outcome !== 'read' || its.told.some(({ op }) => op === 'put')) return undefined;
    const one = compareRead({ key, told: its.told, news: its.changes }, items.get(key));
    const differences = driftIn([one], { isFirst: () => isFirst(listing, region, key), kinds: KIND_NAMES });
    const { page, ...rest } = unlisted(shard);
    return { ...rest, page: { ...page, differences }, changes: one.changes };
  }
}

type Found = Compared & { readonly key: string };

function pageOf(
  shard: Shard,
  {
    read,
    compared,
    isFirst,
    kinds,
  }: {
    readonly read: ReadPage;
    readonly compared: readonly Found[];
    readonly isFirst: (key: string) => boolean;
    readonly kinds: Listing['kinds'];
  },
): ShardPage {
  const seen = read.keys;
  const gaps = read.unread.map(({ key, outcome, reason }) => ({
    what: key,
    reason: `${outcome}: ${reason}`,
  }));
  const news = compared.flatMap(({ key, what }) => (what === 'unchanged' ? [] : [{ key, what }]));
  return {
    ...{ shard, listed: true, seen, gaps, news },
    ...(read.notListed === undefined ? {} : { notListed: read.notListed }),
    differences: driftIn(compared, { isFirst, kinds }),
    again: compared.flatMap(({ again }) => again ?? []),
    last: read.next === undefined,
    counts: countsOf({ seen, gaps, news }),
  };
}

function presentIn({ keys, reads }: ReadPage): readonly string[] {
  const gone = new Set(
    reads.filter(({ told }) => told.every(({ op }) => op === 'delete')).map(({ key }) => key),
  );
  return keys.filter((key) => !gone.has(key));
}

function unlisted(shard: Shard, gap?: Gap): PageFound {
  return { page: unlistedPage(shard, gap), changes: [], next: undefined, present: [] };
}

/** In place of a page that could not be had; without a gap, where there is nothing to be had. */
export function unlistedPage(shard: Shard, gap?: Gap): ShardPage {
  const nothing = { seen: [], differences: [], news: [], again: [] };
  const gaps = gap === undefined ? [] : [gap];
  return { shard, listed: false, ...nothing, gaps, last: false, counts: countsOf({ ...nothing, gaps: [] }) };
}
