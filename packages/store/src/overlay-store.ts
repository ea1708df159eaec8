import type { Edge, Item, Store } from '@podguard/core';
import { createMemoryStore } from './memory/memory-store.ts';

/** A store as it would be: what is written stays in memory, what was not is read of the one below, which nothing changes. */
export function overlayStore(below: Store): Store {
  const items = new Map<string, Item>();
  /** Of these there is nothing below: they are listed last, in the order in which they came. */
  const added = new Set<string>();
  const { putEdges, listDependents, putTransition, listTransitions } = createMemoryStore();
  const load: Store['load'] = async (key) => items.get(key) ?? below.load(key);
  return {
    load,
    async save(item) {
      const { key, version } = item;
      const known = items.get(key);
      const before = known ?? (await below.load(key));
      // Another may have written it while that was read.
      if (items.get(key) !== known || (before?.version ?? 0) !== version - 1) return 'conflict';
      if (before === undefined) added.add(key);
      items.set(key, item);
      return 'written';
    },
    putEdges,
    async *listDependents(target, kind) {
      const seen = new Set<string>();
      const nameOf = ({ dependent, dependentKind }: Edge) => `${dependentKind} ${dependent}`;
      for (const edges of [listDependents(target, kind), below.listDependents(target, kind)])
        for await (const edge of edges) {
          if (!seen.has(nameOf(edge))) yield edge;
          seen.add(nameOf(edge));
        }
    },
    async *listPending() {
      for (const { key, pending } of [...items.values()]) if (pending !== null) yield key;
      for await (const key of below.listPending()) if (!items.has(key)) yield key;
    },
    async *listItems(after) {
      if (after === undefined || !added.has(after))
        for await (const item of below.listItems(after)) yield items.get(item.key) ?? item;
      const keys = [...added];
      for (const key of after === undefined ? keys : keys.slice(keys.indexOf(after) + 1)) {
        const item = items.get(key);
        if (item !== undefined) yield item;
      }
    },
    putTransition,
    async listTransitions(limit) {
      const all = [...(await below.listTransitions(limit)), ...(await listTransitions(limit))];
      const once = [...new Map(all.map((one) => [one.id, one])).values()];
      return once.sort((a, b) => compare(b.at, a.at) || compare(b.id, a.id)).slice(0, limit);
    },
  };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
