import type { Item, Store } from '@podguard/core';
import { createMemoryStore } from '@podguard/store';
import { startDynamoDb } from '../../support/dynalite.ts';
import type { Ledger } from './ledger.ts';

export interface OpenStore {
  /** Another handle on the same: what is one process's own is not shared by handles. */
  readonly store: Store;
  close(): Promise<void>;
}

export type StoreKind = 'memory' | 'dynalite';

export async function openStore(kind: StoreKind): Promise<OpenStore> {
  if (kind === 'memory') return { store: createMemoryStore(), close: async () => {} };
  const dynamoDb = await startDynamoDb();
  const { store } = await dynamoDb.newStore();
  return { store, close: () => dynamoDb.close() };
}

/** The store, with each write seen by the ledger and, in memory, pauses that let the others get ahead. */
export function watched(store: Store, ledger: Ledger, pause: () => Promise<void>): Store {
  return {
    ...store,
    async load(key) {
      await pause();
      return store.load(key);
    },
    async save(item) {
      await pause();
      ledger.writing(item);
      const outcome = await store.save(item);
      if (outcome === 'written') ledger.written(item);
      return outcome;
    },
  };
}

/** Which of the writes that record a change are lost: by their number and after how many the next is, or one that records this. */
export type Losing =
  | { readonly first: number; readonly every: number }
  | { readonly eventId: string; readonly key: string };

/** The fault that the checks must see: some conditional writes that record a change are acknowledged and not made. */
export function losing(store: Store, loses: Losing): Store {
  let writes = 0;
  let wasLost = false;
  const isLost = (item: Item): boolean => {
    writes += 1;
    if ('every' in loses) return writes >= loses.first && (writes - loses.first) % loses.every === 0;
    const isIt = item.key === loses.key && item.log.some(({ stamp }) => stamp.eventId === loses.eventId);
    const isFirst = isIt && !wasLost;
    wasLost ||= isIt;
    return isFirst;
  };
  return {
    ...store,
    async save(item) {
      const current = await store.load(item.key);
      const isHeld = (current?.version ?? 0) === item.version - 1;
      const isNews = isHeld && recordsMore(item, current);
      return isNews && isLost(item) ? 'written' : store.save(item);
    },
  };
}

/** The fault that the checks must see: who has told forgets what was written meanwhile. */
export function forgetting(store: Store): Store {
  return {
    ...store,
    async save(item) {
      const hasTold = item.outgoing === null && (await store.load(item.key))?.outgoing != null;
      return store.save(hasTold ? { ...item, pending: null } : item);
    },
  };
}

function recordsMore(item: Item, before: Item | undefined): boolean {
  const known = new Set(before?.log.map(({ stamp }) => stamp.eventId));
  return item.log.some(({ stamp }) => !known.has(stamp.eventId));
}
