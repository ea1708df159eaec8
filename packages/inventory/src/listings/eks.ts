import type { ListAccessEntriesResponse } from '@aws-sdk/client-eks';
import { accessEntryKey, associationKey, clusterKey, parseArn, partitionOf } from '@podguard/core';
import type { ListContext, Listing } from '../listing.ts';
import { must } from '../must.ts';
import { isWithoutEntries } from '../without-entries.ts';

/** Each is described by a call of its own. */
const maxResults = 20;

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
    const { partition, region, account, name } = clusterIn(context);
    const { sdk, client } = await context.clients.eks(region);
    const command = new sdk.ListPodIdentityAssociationsCommand({ clusterName: name, nextToken, maxResults });
    const answer = await client.send(command, { abortSignal: context.signal });
    const keys = must(answer.associations, 'list').map(({ associationId }) =>
      associationKey(partition, region, account, name, must(associationId, 'association')),
    );
    return { keys, next: answer.nextToken };
  },
};

export const accessEntries: Listing = {
  name: 'access-entries',
  kinds: ['access-entry'],
  scope: 'cluster',
  actions: ['eks:ListAccessEntries'],
  async list(nextToken, context) {
    const { partition, region, account, name } = clusterIn(context);
    const { sdk, client } = await context.clients.eks(region);
    const command = new sdk.ListAccessEntriesCommand({ clusterName: name, nextToken, maxResults });
    const answer = await client.send(command, { abortSignal: context.signal }).catch(withoutEntries);
    const keys = must(answer.accessEntries, 'list').map((principal) =>
      accessEntryKey(partition, region, account, name, principal),
    );
    return { keys, next: answer.nextToken };
  },
};

function withoutEntries(error: unknown): ListAccessEntriesResponse {
  if (isWithoutEntries(error)) return { accessEntries: [] };
  throw error;
}

function clusterIn({ cluster }: ListContext) {
  const { partition, region, account, resource } = must(parseArn(cluster ?? ''), 'cluster to list in');
  return { partition, region, account, name: resource.replace(/^cluster\//, '') };
}
