import type { Kind } from '@podguard/core';
import { faultOf } from '../fault.ts';
import type { KeysPage, ListContext, Listing } from '../listing.ts';
import { mapBounded } from '../map-bounded.ts';
import { type ReadContext, type Told, toldChange } from '../reader.ts';

interface Telling<T, K extends Kind> {
  readonly source: Pick<Listing, 'name' | 'actions'>;
  readonly kind: K;
  /** How many at once. */
  readonly limit: number;
  keyOf(found: T): string;
  /** Where it is, where that is not where the listing is. */
  regionOf?(found: T): string;
  /** `null`: there is none any more. */
  tell(found: T, part: ReadContext): Promise<Told<K> | null>;
}

/** Tells each of a list by further calls. One that cannot be read is named, and holds up no other. */
export async function tellEach<T, K extends Kind>(
  found: readonly T[],
  { source, kind, limit, keyOf, regionOf, tell }: Telling<T, K>,
  context: ListContext,
): Promise<Omit<KeysPage, 'next'>> {
  const read = await mapBounded(found, limit, async (one) => {
    const key = keyOf(one);
    try {
      const told = await context.part((part) => tell(one, part));
      const region = regionOf?.(one) ?? context.region;
      return { key, told: toldChange(source, { kind, key, region, told }, context) };
    } catch (error) {
      return { key, unread: { key, ...faultOf(error) } };
    }
  });
  return {
    keys: read.map(({ key }) => key),
    told: read.flatMap(({ told }) => told ?? []),
    unread: read.flatMap(({ unread }) => unread ?? []),
  };
}
