import { clusterObjectKey, parseArn, type StateChange } from '@podguard/core';
import { faultOf, isNamed } from '../fault.ts';
import type { KeysPage, ListContext, Listing } from '../listing.ts';
import { must } from '../must.ts';
import { type Told, toldChange } from '../reader.ts';
import { listObjects, type ObjectPage } from './api-paths.ts';
import { absentAccounts } from './associated-accounts.ts';
import { type ClusterApi, openCluster } from './cluster-api.ts';
import { LIVE_KINDS, type ObjectType } from './object-types.ts';
import { refuseEndless } from './refuse-endless.ts';
import { type Step, stepAfter, stepOf, tokenOf } from './steps.ts';

const SOURCE = {
  name: 'kubernetes',
  actions: ['eks:DescribeCluster', 'eks:ListPodIdentityAssociations'],
} as const;

/** What a cluster's Kubernetes API tells. A type that may not be listed is named, and the others are. */
export const kubernetes: Listing = {
  ...SOURCE,
  kinds: LIVE_KINDS,
  scope: 'cluster',
  async list(token, context) {
    const cluster = must(context.cluster, 'cluster to list in');
    const step = stepOf(token);
    const api = await openCluster(cluster, context);
    const after = stepAfter(step);
    const next = after && tokenOf(after);
    try {
      if (step.at === 'absent') return { ...(await absentPage(api, cluster, context)), next };
      const { page: pages = 0 } = step;
      refuseEndless(pages, step.at.plural);
      const page = await objectsOf(api, step.at, step.from, context);
      const rest = page.next === undefined ? next : tokenOf({ ...step, from: page.next, page: pages + 1 });
      return { ...(await keysOf(cluster, step.at, page, context)), next: rest };
    } catch (error) {
      if (isNamed(error, 'Gone') && step.from !== undefined && !step.again)
        return { keys: [], next: tokenOf({ at: step.at, again: true }) };
      const { outcome, reason } = faultOf(error);
      // Whom the cluster does not know it tells nothing at all.
      if (outcome !== 'denied' || isNamed(error, 'UnauthorizedOperation')) throw error;
      return {
        keys: [],
        next,
        unread: [{ key: whatOf(step, cluster), outcome, reason }],
        notListed: step.at === 'absent' ? [] : [`${cluster}#${step.at.type}/`],
      };
    }
  },
};

/** Of those that are not there the whole list tells. */
async function absentPage(
  api: ClusterApi,
  cluster: string,
  context: ListContext,
): Promise<Pick<KeysPage, 'keys' | 'told'>> {
  const keys = await absentAccounts(api, cluster, context);
  const region = must(parseArn(cluster), 'ARN of a cluster').region;
  const absent = { kind: 'k8s-service-account', region, told: null } as const;
  return { keys, told: keys.map((key) => toldChange(SOURCE, { ...absent, key }, context)) };
}

function whatOf({ at }: Step, cluster: string): string {
  return at === 'absent'
    ? `the service accounts of associations in ${cluster}`
    : `${at.plural}${at.group === '' ? '' : `.${at.group}`} of ${cluster}`;
}

/** Of all ConfigMaps the one alone; of pods their names, and of these those that still run. */
const ONLY: Readonly<Record<string, { readonly namespace?: string; readonly fieldSelector: string }>> = {
  ConfigMap: { namespace: 'kube-system', fieldSelector: 'metadata.name=aws-auth' },
  Pod: { fieldSelector: 'status.phase!=Succeeded,status.phase!=Failed' },
};

function objectsOf(
  api: ClusterApi,
  at: ObjectType,
  from: string | undefined,
  { signal }: ListContext,
): Promise<ObjectPage> {
  const only = ONLY[at.type];
  const query = only === undefined ? {} : { fieldSelector: only.fieldSelector };
  const wanted = { namespace: only?.namespace ?? null, from, query };
  return listObjects(api, at, wanted, { signal, metadataOnly: at.type === 'Pod' });
}

async function keysOf(
  cluster: string,
  type: ObjectType,
  page: ObjectPage,
  context: ListContext,
): Promise<Pick<KeysPage, 'keys' | 'told' | 'unread'>> {
  const { isMadeOrOver, readClusterObject } = await import('@podguard/manifests');
  const own = page.items.filter((item) => !isMadeOrOver(item));
  // Of those that nothing made there are few: each is read by itself.
  if (type.type === 'Pod') return { keys: own.map((item) => podKey(cluster, item)) };
  const read = own.map((item) => readClusterObject(cluster, item));
  const objects = read.filter((object) => object !== undefined);
  const unread =
    objects.length === read.length ? {} : { unread: [unreadable(whatOf({ at: type }, cluster))] };
  const region = must(parseArn(cluster), 'ARN of a cluster').region;
  const told = objects.map(
    ({ kind, key, ...object }): StateChange =>
      toldChange(SOURCE, { kind, key, region, told: object as unknown as Told<typeof kind> }, context),
  );
  return { keys: objects.map(({ key }) => key), told, ...unread };
}

function unreadable(key: string) {
  return { key, outcome: 'failed', reason: 'one of them has no name' } as const;
}

function podKey(cluster: string, { metadata }: ObjectPage['items'][number]): string {
  const { namespace, name } = (metadata ?? {}) as { readonly namespace?: string; readonly name?: string };
  return clusterObjectKey(cluster, 'Pod', must(namespace, 'namespace'), must(name, 'name'));
}
