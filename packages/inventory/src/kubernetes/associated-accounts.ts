import { clusterObjectKey, parseArn } from '@podguard/core';
import { allPages } from '../all-pages.ts';
import type { ListContext } from '../listing.ts';
import { must } from '../must.ts';
import { listObjects } from './api-paths.ts';
import type { ClusterApi } from './cluster-api.ts';
import { objectType } from './object-types.ts';
import { refuseEndless } from './refuse-endless.ts';

/** The keys of service accounts that have a Pod Identity association and are not there. */
export async function absentAccounts(
  api: ClusterApi,
  cluster: string,
  context: ListContext,
): Promise<readonly string[]> {
  const [associated, present] = await Promise.all([
    associatedAccounts(cluster, context),
    presentAccounts(api, cluster, context),
  ]);
  return [...new Set(associated)].filter((key) => !present.has(key));
}

async function associatedAccounts(
  cluster: string,
  { clients, signal: abortSignal }: ListContext,
): Promise<readonly string[]> {
  const { region, resource } = must(parseArn(cluster), 'ARN of a cluster');
  const clusterName = resource.replace(/^cluster\//, '');
  const { sdk, client } = await clients.eks(region);
  const pages = sdk.paginateListPodIdentityAssociations(
    { client, pageSize: 100 },
    { clusterName },
    { abortSignal },
  );
  const associations = await allPages(pages, (page) => page.associations);
  return associations.map(({ namespace, serviceAccount }) =>
    accountKey(cluster, must(namespace, 'namespace'), must(serviceAccount, 'service account')),
  );
}

async function presentAccounts(
  api: ClusterApi,
  cluster: string,
  { signal }: ListContext,
): Promise<ReadonlySet<string>> {
  const type = must(objectType('ServiceAccount'), 'type');
  const found = new Set<string>();
  let from: string | undefined;
  for (let pages = 0; pages === 0 || from !== undefined; pages += 1) {
    refuseEndless(pages, type.plural);
    const page = await listObjects(api, type, { from }, { signal, metadataOnly: true });
    for (const { metadata } of page.items) {
      const { namespace, name } = (metadata ?? {}) as { readonly namespace?: string; readonly name?: string };
      found.add(accountKey(cluster, must(namespace, 'namespace'), must(name, 'name')));
    }
    from = page.next;
  }
  return found;
}

function accountKey(cluster: string, namespace: string, name: string): string {
  return clusterObjectKey(cluster, 'ServiceAccount', namespace, name);
}
