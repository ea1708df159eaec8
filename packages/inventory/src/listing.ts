import type { StateChange } from '@podguard/core';
import type { Clients } from './clients.ts';
import { type Fault, faultOf } from './fault.ts';
import { iamRegionFor, type LiveRead, type ReadDeps, readOne } from './live-reads.ts';
import { mapBounded } from './map-bounded.ts';
import { within } from './within.ts';

/** Where a listing lists: the account, a region, or a cluster by its key. */
export interface Place {
  readonly region: string;
  readonly cluster?: string;
}

export interface ListContext extends Place {
  readonly clients: Clients;
  readonly account: string;
  readonly signal: AbortSignal;
}

/** Lists the keys of what is there, page by page. */
export interface Listing {
  readonly name: string;
  /** `account`: once; `region`: in each region; `cluster`: in each cluster. */
  readonly scope: 'account' | 'region' | 'cluster';
  readonly actions: readonly string[];
  list(token: string | undefined, context: ListContext): Promise<KeysPage>;
}

export interface KeysPage {
  readonly keys: readonly string[];
  /** Gives the next page; undefined: this was the last. */
  readonly next: string | undefined;
}

/** A page of what is there, read whole, and of what could not be read why. */
export interface ReadPage extends KeysPage {
  readonly outcome: 'read';
  readonly changes: readonly StateChange[];
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
  const reads = await mapBounded(
    page.keys,
    PARALLEL,
    async (key) => [key, await readOne(key, deps)] as const,
  );
  return { ...page, outcome: 'read', changes: reads.flatMap(changesOf), unread: reads.flatMap(unreadOf) };
}

async function listPage(
  listing: Listing,
  place: Place,
  token: string | undefined,
  deps: ReadDeps,
): Promise<KeysPage | Fault> {
  const { clients, account, timeoutMs } = deps;
  const region = listing.scope === 'account' ? iamRegionFor(deps) : place.region;
  try {
    const context = { ...place, region, clients, account };
    return await within(timeoutMs, (signal) => listing.list(token, { ...context, signal }));
  } catch (error) {
    return faultOf(error);
  }
}

type Read = readonly [key: string, read: LiveRead];

function changesOf([, read]: Read): readonly StateChange[] {
  return read.outcome === 'read' ? read.changes : [];
}

function unreadOf([key, read]: Read): ReadPage['unread'] {
  if (read.outcome === 'read') return [];
  const { outcome, reason } = read;
  return [
    { key, outcome: outcome === 'foreign' || outcome === 'unreadable-kind' ? 'failed' : outcome, reason },
  ];
}
