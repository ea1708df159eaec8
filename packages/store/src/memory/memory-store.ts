import type { Edge, Item, Kind, Store, Transition } from '@podguard/core';
import { tombstoneEnd } from '../tombstone.ts';

export interface MemoryStoreOptions {
  /** Milliseconds since 1970. Where given, tombstones end as they do in DynamoDB; else they are kept. */
  readonly now?: () => number;
}

/** Creates the twin of the DynamoDB store, for `scan` and for tests. It trusts its callers never to change an item. */
export function createMemoryStore({ now }: MemoryStoreOptions = {}): Store {
  const items = new Map<string, Item>();
  const ends = new Map<string, number>();
  const edges = new Map<string, Map<Kind, Map<string, Edge>>>();
  const pending = new Set<string>();
  const transitions = new Map<string, Transition>();

  const current = (key: string): Item | undefined => {
    const expired = now !== undefined && (ends.get(key) ?? Number.POSITIVE_INFINITY) <= now();
    return expired ? undefined : items.get(key);
  };

  return {
    load: async (key) => current(key),
    async save(item) {
      const { key, goneAt } = item;
      if ((current(key)?.version ?? 0) !== item.version - 1) return 'conflict';
      items.set(key, item);
      if (item.pending === null) pending.delete(key);
      else pending.add(key);
      if (now !== undefined && goneAt !== null) ends.set(key, tombstoneEnd(now()));
      else ends.delete(key);
      return 'written';
    },
    async putEdges(added) {
      for (const edge of added) {
        const kinds = edges.get(edge.target) ?? new Map<Kind, Map<string, Edge>>();
        const known = kinds.get(edge.dependentKind) ?? new Map<string, Edge>();
        edges.set(edge.target, kinds.set(edge.dependentKind, known.set(edge.dependent, edge)));
      }
    },
    async *listDependents(target, kind) {
      const kinds = edges.get(target);
      if (kind !== undefined) yield* kinds?.get(kind)?.values() ?? [];
      else for (const known of kinds?.values() ?? []) yield* known.values();
    },
    async *listPending() {
      for (const key of pending) if (current(key) !== undefined) yield key;
    },
    async *listItems(after) {
      const keys = [...items.keys()];
      for (const key of after === undefined ? keys : keys.slice(keys.indexOf(after) + 1)) {
        const item = current(key);
        if (item !== undefined) yield item;
      }
    },
    async putTransition(transition) {
      transitions.set(transition.id, transition);
    },
    async listTransitions(limit) {
      return [...transitions.values()].sort(newestFirst).slice(0, limit);
    },
  };
}

function newestFirst(a: Transition, b: Transition): number {
  if (a.at !== b.at) return a.at < b.at ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}
