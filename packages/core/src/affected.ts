import { dependentsAt } from './dependents.ts';
import type { Item } from './item.ts';
import { KIND_NAMES, type Kind } from './kinds.ts';
import { pointedAt, readersKey } from './reach.ts';
import type { Forward } from './relation.ts';
import { hopOf, isReadApart, otherKind, pathsOf, relationsOf } from './relations.ts';
import type { Store } from './store-port.ts';

/**
 * Whom a change of an item's state may concern: who reads it, whom it points at where their rules read back, who reads back
 * through those, and itself.
 */
export async function affectedBy(store: Store, item: Item): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  for (const key of isReadApart(item.kind) ? [item.key, readersKey(item.key)] : [item.key])
    for await (const edge of store.listDependents(key)) keys.add(edge.dependent);
  for (const { hop, direct, through } of readBack(item.kind)) {
    for (const target of pointedAt(item, hop)) {
      if (direct) keys.add(target);
      for (const { apart, ...reader } of through) {
        const key = apart ? readersKey(target) : target;
        for (const dependent of await dependentsAt(store, { ...reader, key })) keys.add(dependent);
      }
    }
  }
  if (isRelated(item)) keys.add(item.key);
  return keys;
}

interface ReadBack {
  readonly hop: Forward;
  /** The ones pointed at read back themselves. */
  readonly direct: boolean;
  /** The kinds that read back through them, and how many at most. */
  readonly through: readonly Reader[];
}

interface Reader {
  readonly kind: Kind;
  readonly apart: boolean;
  readonly newest: number | undefined;
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
          placesOf(reader, path, kind, name).map((place) => ({
            ...place,
            kind: reader,
            direct: place.at === 0,
            // What is repeated begins again behind others.
            through: place.at > 0 || 'step' in how,
          })),
        ),
      ),
    );
    const direct = readers.some((reader) => reader.direct);
    const through = new Map<string, Reader>();
    for (const { kind: of, apart, newest } of readers.filter((reader) => reader.through)) {
      const place = `${apart} ${of}`;
      const before = through.get(place);
      through.set(place, {
        ...{ kind: of, apart },
        newest: before === undefined ? newest : most(before.newest, newest),
      });
    }
    return direct || through.size > 0 ? [{ hop, direct, through: [...through.values()] }] : [];
  });
  known.set(kind, found);
  return found;
}

interface BackAt {
  readonly at: number;
  readonly apart: boolean;
  readonly newest: number | undefined;
}

function most(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : Math.max(one, other);
}

/** Where a path goes back over the relation `by` of a kind. */
function placesOf(reader: Kind, path: readonly string[], from: Kind, by: string): readonly BackAt[] {
  const places: BackAt[] = [];
  let kind = reader;
  path.forEach((name, at) => {
    const hop = hopOf(kind, name);
    if ('from' in hop && hop.from === from && hop.by === by)
      places.push({ at, apart: hop.apart === true, newest: hop.newest });
    kind = otherKind(hop);
  });
  return places;
}

/** Whether judging it may read others: also where it had none to read when it was judged. */
export function isRelated({ kind }: Item): boolean {
  return Object.keys(relationsOf(kind)).length > 0;
}
