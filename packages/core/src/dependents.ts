import { type Place, pointersKey } from './reach.ts';
import type { Edge, Store } from './store-port.ts';

/** Who reads a key: of one kind, those that were heard of last where not all are wanted. */
export async function dependentsAt(
  store: Store,
  { key, kind, newest, apart }: Place,
): Promise<readonly string[]> {
  const edges: Edge[] = [];
  for await (const edge of store.listDependents(apart ? pointersKey(key) : key, kind)) edges.push(edge);
  const some =
    newest === undefined || edges.length <= newest ? edges : edges.sort(newestFirst).slice(0, newest);
  return some.map(({ dependent }) => dependent);
}

function newestFirst(a: Edge, b: Edge): number {
  if (a.since !== b.since) return a.since < b.since ? 1 : -1;
  return a.dependent < b.dependent ? 1 : -1;
}
