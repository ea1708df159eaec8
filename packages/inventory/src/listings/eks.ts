import type { ListAccessEntriesResponse } from '@aws-sdk/client-eks';
import { accessEntryKey, associationKey, clusterKey, parseArn, partitionOf } from '@podguard/core';
import type { ListContext, Listing } from '../listing.ts';
import { must } from '../must.ts';
import { type ReadContext, toldChange } from '../reader.ts';
import { accessEntry, toldEntry } from '../readers/access-entry.ts';
import { isWithoutEntries } from '../without-entries.ts';

/** As many as EKS lists at once. */
export const maxResults = 100;

export const clusters: Listing = {
  name: 'clusters',
  kinds: ['eks-cluster'],
  scope: 'region',
  actions: ['eks:ListClusters'],
  async list(nextToken, { region, account, clients, signal: abortSignal }) {
    const { sdk, client } = await clients.eks(region);
    const command = new sdk.ListClustersCommand({ nextToken, maxResults });
    const answer = await client.send(command, { abortSignal });
    const names = must(answer.clusters, 'list');
    const keys = names.map((name) => clusterKey(partitionOf(region), region, account, name));
    return { keys, next: answer.nextToken };
  },
};

export const associations: Listing = {
  name: 'pod-identity-associations',
  kinds: ['pod-identity-association'],
  scope: 'cluster',
  actions: ['eks:ListPodIdentityAssociations'],
  async list(nextToken, context) {
    const { partition, region, account, clusterName } = clusterIn(context);
    const { sdk, client } = await context.clients.eks(region);
    const command = new sdk.ListPodIdentityAssociationsCommand({ clusterName, nextToken, maxResults });
    const answer = await client.send(command, { abortSignal: context.signal });
    const keys = must(answer.associations, 'list').map(({ associationId }) =>
      associationKey(partition, region, account, clusterName, must(associationId, 'association')),
    );
    return { keys, next: answer.nextToken };
  },
};

/** It tells the principals with their paths, which their keys leave out: so none is looked for by its name first. */
export const accessEntries: Listing = {
  name: 'access-entries',
  kinds: ['access-entry'],
  scope: 'cluster',
  actions: ['eks:ListAccessEntries'],
  async list(nextToken, context) {
    const { partition, region, account, clusterName } = clusterIn(context);
    const { sdk, client } = await context.clients.eks(region);
    const command = new sdk.ListAccessEntriesCommand({ clusterName, nextToken, maxResults });
    const answer = await client.send(command, { abortSignal: context.signal }).catch(withoutEntries);
    const principals = new Map(
      must(answer.accessEntries, 'list').map((principal) => [
        accessEntryKey(partition, region, account, clusterName, principal),
        principal,
      ]),
    );
    return {
      keys: [...principals.keys()],
      next: answer.nextToken,
      async read(key: string, reading: ReadContext) {
        const principalArn = must(principals.get(key), 'such key');
        const api = await reading.clients.eks(region);
        const told = await toldEntry(api, { clusterName, principalArn }, reading.signal);
        return [toldChange(accessEntry, { kind: 'access-entry', key, region, told }, reading)];
      },
    };
  },
};

function withoutEntries(error: unknown): ListAccessEntriesResponse {
  if (isWithoutEntries(error)) return { accessEntries: [] };
  throw error;
}

/** The cluster to list in. */
export function clusterIn({ cluster }: ListContext) {
  const { partition, region, account, resource } = must(parseArn(cluster ?? ''), 'cluster to list in');
  return { partition, region, account, clusterName: resource.replace(/^cluster\//, '') };
}
