import type { Item } from './item.ts';
import { KIND_NAMES, type Kind } from './kinds.ts';
import { pointedAt } from './reach.ts';
import { type Forward, hopOf, otherKind, pathsOf, relationsOf } from './relations.ts';
import type { Store } from './store-port.ts';

/**
 * Whom a change of an item's state may concern: who reads it, whom it points at where their rules read back, who reads back
 * through those, and itself.
 */
export async function affectedBy(store: Store, item: Item): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  for await (const edge of store.listDependents(item.key)) keys.add(edge.dependent);
  for (const { hop, direct, through } of readBack(item.kind)) {
    for (const target of pointedAt(item, hop)) {
      if (direct) keys.add(target);
      for (const kind of through)
        for await (const { dependent } of store.listDependents(target, kind)) keys.add(dependent);
    }
  }
  if (isRelated(item)) keys.add(item.key);
  return keys;
}

interface ReadBack {
  readonly hop: Forward;
  /** The ones pointed at read back themselves. */
  readonly direct: boolean;
  /** The kinds that read back through them. */
  readonly through: ReadonlySet<Kind>;
}

const known = new Map<Kind, readonly ReadBack[]>();

function readBack(kind: Kind): readonly ReadBack[] {
  const old = known.get(kind);
  if (old !== undefined) return old;
  const found = Object.entries(relationsOf(kind)).flatMap(([name, hop]): readonly ReadBack[] => {
    if (!('to' in hop)) return [];
    const readers = KIND_NAMES.flatMap((reader) =>
      Object.entries(relationsOf(reader)).flatMap(([relation, how]) =>
        pathsOf(relation, how).flatMap((path) =>
          placesOf(reader, path, kind, name).map((at) => ({ reader, at })),
        ),
      ),
    );
    const direct = readers.some(({ at }) => at === 0);
    const through = new Set(readers.filter(({ at }) => at > 0).map(({ reader }) => reader));
    return direct || through.size > 0 ? [{ hop, direct, through }] : [];
  });
  known.set(kind, found);
  return found;
}

/** Where a path goes back over the relation `by` of a kind. */
function placesOf(reader: Kind, path: readonly string[], from: Kind, by: string): readonly number[] {
  const places: number[] = [];
  let kind = reader;
  path.forEach((name, at) => {
    const hop = hopOf(kind, name);
    if ('from' in hop && hop.from === from && hop.by === by) places.push(at);
    kind = otherKind(hop);
  });
  return places;
}

/** Whether judging it may read others: also where it had none to read when it was judged. */
export function isRelated({ kind }: Item): boolean {
  return Object.keys(relationsOf(kind)).length > 0;
}
