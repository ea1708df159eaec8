import { clusterObjectOf, type Kind, parseArn } from '@podguard/core';
import { must, mustBe } from '../must.ts';
import { orNull } from '../or-null.ts';
import { defineReader, type Reader, type Told } from '../reader.ts';
import { getObject } from './api-paths.ts';
import { openCluster } from './cluster-api.ts';
import { LIVE_KINDS, objectType } from './object-types.ts';

/** What a read of a cluster's objects takes of AWS; the rest is the cluster's own access control. */
const KUBERNETES_ACTIONS: readonly string[] = ['eks:DescribeCluster'];

/** Each reads one kind of objects of clusters, never of files. */
export const KUBERNETES_READERS: readonly Reader[] = LIVE_KINDS.map(readerOf);

function readerOf<K extends Kind>(kind: K): Reader {
  return defineReader({
    name: `kubernetes-${kind.replace(/^k8s-/, '')}`,
    kind,
    actions: KUBERNETES_ACTIONS,
    target(key) {
      const object = clusterObjectOf(key);
      const type = object && objectType(object.type);
      if (type?.kind !== kind || type.namespaced !== (object?.namespace !== null)) return undefined;
      return { ...must(object, 'object'), type, key, region: parseArn(key)?.region ?? '' };
    },
    async ask({ cluster, type, namespace, name, key }, context) {
      const { isMadeOrOver, readClusterObject } = await import('@podguard/manifests');
      // What is in a cluster is gone with it.
      const api = await orNull(openCluster(cluster, context), 'ResourceNotFoundException');
      const found = api && (await getObject(api, type, { namespace, name }, context));
      if (found === null || isMadeOrOver(found)) return null;
      const object = must(readClusterObject(cluster, found), 'object that can be read');
      mustBe(object.key, key);
      return object as unknown as Told<K>;
    },
  });
}
