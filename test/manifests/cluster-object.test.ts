import { clusterObjectOf } from '@podguard/core';
import { isMadeOrOver, manifestsToChanges, readClusterObject, readManifests } from '@podguard/manifests';
import { expect, test } from 'vitest';

const CLUSTER = 'arn:aws:eks:eu-central-1:111122223333:cluster/prod';
const OF_FILES = ['key', 'serviceAccountKey', 'association', 'providerClasses'];

const OBJECTS = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
  {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      namespace: 'shop',
      name: 'cart',
      annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/cart' },
    },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace: 'shop', name: 'cart', labels: { app: 'cart' } },
    spec: {
      template: {
        metadata: { annotations: { 'iam.amazonaws.com/role': 'cart' } },
        spec: {
          serviceAccountName: 'cart',
          hostNetwork: true,
          containers: [
            {
              image: 'cart:1',
              env: [
                { name: 'AWS_REGION', value: 'eu-central-1' },
                { name: 'AWS_ACCESS_KEY_ID', value: 'AKIAQ7F3JW2MZKXN4TLP' },
              ],
            },
          ],
        },
      },
    },
  },
  {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ClusterSecretStore',
    metadata: { name: 'aws' },
    spec: { provider: { aws: { auth: { secretRef: { accessKeyIDSecretRef: { name: 'key' } } } } } },
  },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace: 'kube-system', name: 'aws-auth' },
    data: { mapRoles: '- rolearn: arn:aws:iam::111122223333:role/admin\n  groups: [system:masters]\n' },
  },
];

/** What is known of an object in a file, by the names of fields and sets. */
function fromFile(object: object, file = 'app.yaml') {
  const { manifests } = readManifests(JSON.stringify(object));
  const { changes } = manifestsToChanges(
    manifests.map((one) => ({ file, ...one })),
    undefined,
  );
  const [change] = changes;
  if (change?.op !== 'put') throw new Error('no object');
  const values = Object.entries(change.fields).map(([name, told]) => [
    name,
    'value' in told ? told.value : undefined,
  ]);
  return { key: change.key, values: { ...Object.fromEntries(values), ...change.sets } };
}

const withoutLinks = (values: object) =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !OF_FILES.includes(name)));

test.for(OBJECTS)('what is known of a $kind in a cluster is what is known of it in a file', (object) => {
  const read = readClusterObject(CLUSTER, object);
  expect(withoutLinks({ ...read?.fields, ...read?.sets })).toEqual(withoutLinks(fromFile(object).values));
  const { kind, metadata } = object;
  const { namespace = null, name } = metadata as { readonly namespace?: string; readonly name: string };
  expect(clusterObjectOf(read?.key ?? '')).toEqual({ cluster: CLUSTER, type: kind, namespace, name });
});

test.for(OBJECTS)('a $kind in a file that is called like a cluster is none of that cluster', (object) => {
  const { key } = fromFile(object, CLUSTER);
  expect(key).toBe(`./${readClusterObject(CLUSTER, object)?.key}`);
  expect(clusterObjectOf(key)).toBeUndefined();
});

test.for([
  ['of no kind that is judged', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart' } }],
  ['without a name', { apiVersion: 'v1', kind: 'Namespace', metadata: {} }],
  ['that is no object', 'Namespace'],
  ['that is nothing', null],
] as const)('nothing is read of what is %s', ([, object]) => {
  expect(readClusterObject(CLUSTER, object)).toBeUndefined();
});

const owned = (kind: string, name: string, controller = true) => ({
  kind,
  metadata: { ownerReferences: [{ kind: name, controller }] },
});

test.for([
  ['a pod of a ReplicaSet', owned('Pod', 'ReplicaSet'), true],
  ['a pod of a node', owned('Pod', 'Node'), true],
  ['a pod whose owner does not control it', owned('Pod', 'Whatever', false), false],
  ['a pod of nobody', { kind: 'Pod', metadata: {}, status: { phase: 'Pending' } }, false],
  ['a pod that failed', { kind: 'Pod', metadata: {}, status: { phase: 'Failed' } }, true],
  ['a job of a CronJob', owned('Job', 'CronJob'), true],
  ['a job of an operator', owned('Job', 'Workflow'), false],
  ['a job that failed', { kind: 'Job', status: { conditions: [{ type: 'Failed', status: 'True' }] } }, true],
  [
    'a job that is suspended',
    { kind: 'Job', status: { conditions: [{ type: 'Suspended', status: 'True' }] } },
    false,
  ],
  ['a Deployment of an operator', owned('Deployment', 'Kafka'), false],
] as const)('%s', ([, object, expected]) => {
  expect(isMadeOrOver(object)).toBe(expected);
});
