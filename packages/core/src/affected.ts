import type { Item } from './item.ts';
import { relationsOf } from './relations.ts';
import type { Store } from './store-port.ts';

/** Whom a change of an item's state may concern: who reads it, whom it points at where their rules read back, and itself. */
export async function affectedBy(store: Store, item: Item): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  for await (const edge of store.listDependents(item.key)) keys.add(edge.dependent);
  if (pointsBack(item)) for (const key of item.edges) keys.add(key);
  if (isRelated(item)) keys.add(item.key);
  return keys;
}

function pointsBack(item: Item): boolean {
  return Object.values(relationsOf(item.kind)).some(
    (relation) =>
      'to' in relation &&
      Object.values(relationsOf(relation.to)).some((back) => 'from' in back && back.from === item.kind),
  );
}

/** Whether judging it may read others: also where it had none to read when it was judged. */
export function isRelated({ kind }: Item): boolean {
  return Object.keys(relationsOf(kind)).length > 0;
}
