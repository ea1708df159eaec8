import type { History, Kind, StateChange } from '@podguard/core';
import { type Fault, faultOf } from './fault.ts';
import {
  compare,
  contextOf,
  iamRegionFor,
  inTurn,
  type LiveRead,
  type ReadDeps,
  readOne,
} from './live-reads.ts';
import { mapBounded } from './map-bounded.ts';
import type { ReadContext, Reader } from './reader.ts';
import { within } from './within.ts';

/** Where a listing lists: the account, a region, or a cluster by its key. */
export interface Place {
  readonly region: string;
  readonly cluster?: string;
}

export interface ListContext extends Place, ReadContext {
  /** Does what a page needs of one of those on it, or besides its list, in a time of its own: what is slow takes nothing from the others. */
  part<T>(work: (context: ReadContext) => Promise<T>): Promise<T>;
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
  /** The keys of what those of a page point at and no listing lists: they are read with it. Never throws. */
  further?(changes: readonly StateChange[], context: ListContext): Promise<readonly string[]>;
}

export interface KeysPage {
  readonly keys: readonly string[];
  /** What the page tells whole: the others of `keys` are read one by one. */
  readonly told?: readonly StateChange[];
  /** What of it could not be read: such keys are not read one by one. A name that is none of `keys` stands for a part of the answer. */
  readonly unread?: ReadPage['unread'];
  /** How the keys begin of what could not be listed: what is recorded of it is neither gone nor read one by one. */
  readonly notListed?: readonly string[];
  /** Reads one of `keys` by more than its key tells; the readers do it otherwise. */
  readonly read?: Reader['read'];
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
export interface ReadPage extends Omit<KeysPage, 'told' | 'unread' | 'read'> {
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
/** What the page told is looked for in the store alone. */
const TOLD_PARALLEL = 32;

/** Reads one page of a listing; in the account's scope it is asked where IAM is. That AWS does not answer is a value. */
export async function readPage(
  listing: Listing,
  place: Place,
  token: string | undefined,
  deps: ReadDeps,
): Promise<ReadPage | Fault> {
  const page = await listPage(listing, place, token, deps);
  if ('outcome' in page) return page;
  const { next, told = [], unread = [], notListed, read } = page;
  const byKey = Map.groupBy(told, ({ key }) => key);
  const named = new Set(unread.map(({ key }) => key));
  // One that a page names twice is read once.
  const own = [...new Set(page.keys)];
  const left = own.filter((key) => !named.has(key));
  const compared = new Map(
    await mapBounded(
      [...byKey],
      TOLD_PARALLEL,
      async ([key, its]) => [key, await compare(key, its, deps)] as const,
    ),
  );
  const listed = await mapBounded(
    left,
    PARALLEL,
    async (key) => [key, compared.get(key) ?? (await readOne(key, deps, read))] as const,
  );
  const more = await furtherKeys(listing, place, listed.flatMap(readOf), deps);
  const further = await mapBounded(more, PARALLEL, async (key) => [key, await readOne(key, deps)] as const);
  const all = [...listed, ...further];
  const keys = [...own, ...more];
  const reads = all.flatMap(readOf);
  const changes = reads.flatMap(({ news }) => news);
  return {
    ...{ outcome: 'read', keys, next, reads, changes, unread: [...unread, ...all.flatMap(unreadOf)] },
    ...(notListed === undefined ? {} : { notListed }),
  };
}

async function furtherKeys(
  listing: Listing,
  place: Place,
  reads: readonly PageRead[],
  deps: ReadDeps,
): Promise<readonly string[]> {
  if (listing.further === undefined) return [];
  const signal = AbortSignal.timeout(deps.timeoutMs);
  const context = withParts({ ...placedContext(listing, place, deps), signal }, deps);
  const changes = reads.flatMap(({ told }) => told);
  return listing.further(changes, context);
}

async function listPage(
  listing: Listing,
  place: Place,
  token: string | undefined,
  deps: ReadDeps,
): Promise<KeysPage | Fault> {
  try {
    const page = await inTurn(serviceOf(listing), deps, () =>
      within(
        deps.timeoutMs,
        (signal) => listing.list(token, withParts({ ...placedContext(listing, place, deps), signal }, deps)),
        deps.stop,
      ),
    );
    // What answers for AWS may name something by a number.
    for (const key of [...page.keys, ...(page.told ?? []).map((one) => one.key)])
      if (typeof key !== 'string') throw new Error(`the answer names something ${JSON.stringify(key)}`);
    return page;
  } catch (error) {
    return faultOf(error);
  }
}

/** Whose quota its calls count against. */
export function serviceOf({ actions: [action = ''] }: Pick<Listing, 'actions'>): string {
  return action.split(':')[0] ?? '';
}

/** Each part has half of the page's time, and all end before it does. */
function withParts(context: Omit<ListContext, 'part'>, { timeoutMs }: ReadDeps): ListContext {
  const end = performance.now() + timeoutMs * 0.8;
  return {
    ...context,
    part: (work) =>
      within(Math.max(0, Math.min(timeoutMs / 2, end - performance.now())), (signal) =>
        work({ ...context, signal }),
      ),
  };
}

function placedContext(listing: Listing, place: Place, deps: ReadDeps): Omit<ListContext, 'signal' | 'part'> {
  const region = listing.scope === 'account' ? iamRegionFor(deps) : place.region;
  return { ...contextOf(deps), ...place, region };
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
