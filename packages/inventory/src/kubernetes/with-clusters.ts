import { type Config, known, type StateChange } from '@podguard/core';
import type { KeysPage, ListContext, Listing } from '../listing.ts';
import { associations } from '../listings/eks.ts';
import { LISTINGS } from '../listings/listings.ts';
import type { Reader } from '../reader.ts';
import { toldChange } from '../reader.ts';
import { READERS } from '../readers/readers.ts';
import { kubernetes } from './listing.ts';
import { KUBERNETES_READERS } from './readers.ts';

type Reading = Pick<Config, 'clusterReading'>;

/** In the order in which they are read; with what runs in the clusters where that is wanted. */
export function listingsFor({ clusterReading }: Reading): readonly Listing[] {
  if (!clusterReading) return LISTINGS;
  return [...LISTINGS.map((one) => (one.name === associations.name ? toTheEnd(one) : one)), kubernetes];
}

/** Every kind that is read, by its key. */
export function readersFor({ clusterReading }: Reading): readonly Reader[] {
  return clusterReading ? [...READERS, ...KUBERNETES_READERS] : READERS;
}

/** Its last page tells of the cluster that all its associations are known: only then has a workload none. */
function toTheEnd(listing: Listing): Listing {
  return {
    ...listing,
    async list(token, context) {
      const page = await listing.list(token, context);
      const { cluster } = context;
      return page.next !== undefined || cluster === undefined ? page : withEnd(page, cluster, context);
    },
  };
}

function withEnd(page: KeysPage, cluster: string, context: ListContext): KeysPage {
  const told = { fields: {}, sets: {} } as never;
  const read = toldChange(
    associations,
    { kind: 'eks-cluster', key: cluster, region: context.region, told },
    context,
  );
  const { creates: _creates, ...put } = read as Extract<StateChange, { op: 'put' }>;
  const listed: StateChange = {
    ...put,
    op: 'patch',
    stamp: { ...put.stamp, rank: 1 },
    fields: { associationsListed: known(true) },
  };
  return { ...page, keys: [...page.keys, cluster], told: [...(page.told ?? []), listed] };
}
