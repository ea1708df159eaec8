import type { History, Kind, StateChange } from '@podguard/core';
import { type Fault, faultOf } from './fault.ts';
import { compare, iamRegionFor, type LiveRead, type ReadDeps, readOne } from './live-reads.ts';
import { mapBounded } from './map-bounded.ts';
import type { ReadContext } from './reader.ts';
import { within } from './within.ts';

/** Where a listing lists: the account, a region, or a cluster by its key. */
export interface Place {
  readonly region: string;
  readonly cluster?: string;
}

export interface ListContext extends Place, ReadContext {
  /** Those that are watched, the home region first. */
  readonly regions: readonly string[];
}

/** Lists what is there, page by page. */
export interface Listing {
  readonly name: string;
  /** Those of which it lists all that is there: what is recorded of them in its place, and not listed, is gone or made by others since. */
  readonly kinds: readonly Kind[];
  /** `account`: once; `region`: in each region; `cluster`: in each cluster. */
  readonly scope: 'account' | 'region' | 'cluster';
  readonly actions: readonly string[];
  list(token: string | undefined, context: ListContext): Promise<KeysPage>;
}

export interface KeysPage {
  readonly keys: readonly string[];
  /** What the page tells whole: the others of `keys` are read one by one. */
  readonly told?: readonly StateChange[];
  /** Gives the next page; undefined: this was the last. */
  readonly next: string | undefined;
}

/** One resource of a page, as it was told. */
export interface PageRead {
  readonly key: string;
  readonly told: readonly StateChange[];
  /** What was recorded when it was read. */
  readonly recorded: History | undefined;
  /** What of it is not known yet. */
  readonly news: readonly StateChange[];
}

/** A page of what is there, read whole, and of what could not be read why. */
export interface ReadPage extends Omit<KeysPage, 'told'> {
  readonly outcome: 'read';
  readonly changes: readonly StateChange[];
  readonly reads: readonly PageRead[];
  readonly unread: readonly {
    readonly key: string;
    readonly outcome: Fault['outcome'];
    readonly reason: string;
  }[];
}

const PARALLEL = 5;

/** Reads one page of a listing; in the account's scope it is asked where IAM is. That AWS does not answer is a value. */
export async function readPage(
  listing: Listing,
  place: Place,
  token: string | undefined,
  deps: ReadDeps,
): Promise<ReadPage | Fault> {
  const page = await listPage(listing, place, token, deps);
  if ('outcome' in page) return page;
  const { keys, next, told = [] } = page;
  const byKey = Map.groupBy(told, ({ key }) => key);
  const all = await mapBounded(keys, PARALLEL, async (key) => {
    const known = byKey.get(key);
    return [key, await (known === undefined ? readOne(key, deps) : compare(key, known, deps))] as const;
  });
  const reads = all.flatMap(readOf);
  const changes = reads.flatMap(({ news }) => news);
  return { outcome: 'read', keys, next, reads, changes, unread: all.flatMap(unreadOf) };
}

async function listPage(
  listing: Listing,
  place: Place,
  token: string | undefined,
  deps: ReadDeps,
): Promise<KeysPage | Fault> {
  const { clients, account, regions, by, timeoutMs } = deps;
  const iamRegion = iamRegionFor(deps);
  const region = listing.scope === 'account' ? iamRegion : place.region;
  try {
    const context = { ...place, region, iamRegion, regions, clients, account, by, startedAt: deps.now() };
    return await within(timeoutMs, (signal) => listing.list(token, { ...context, signal }));
  } catch (error) {
    return faultOf(error);
  }
}

type Read = readonly [key: string, read: LiveRead];

function readOf([key, read]: Read): readonly PageRead[] {
  if (read.outcome !== 'read') return [];
  const { told, recorded, changes: news } = read;
  return [{ key, told, recorded, news }];
}

function unreadOf([key, read]: Read): ReadPage['unread'] {
  if (read.outcome === 'read') return [];
  const { outcome, reason } = read;
  return [
    { key, outcome: outcome === 'foreign' || outcome === 'unreadable-kind' ? 'failed' : outcome, reason },
  ];
}
