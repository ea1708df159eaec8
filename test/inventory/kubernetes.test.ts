import { READERS } from '@podguard/inventory';
import { expect, test } from 'vitest';
import { held, namespaceOf, serviceAccount, workload } from '../support/k8s-server/objects.ts';
import { roleArn, stateOf } from './account.ts';
import { CLUSTER, changesIn, keyOf, keysIn, LISTED, listPage, testCluster } from './kubernetes-cluster.ts';

const ESO = 'external-secrets.io';
const CSI = 'secrets-store.csi.x-k8s.io';

test('what runs in a cluster is listed by its kinds, and nothing that was made by something listed', async () => {
  const { server, list } = await testCluster();
  server.groups.set(ESO, 'v1').set(CSI, 'v1');
  const made = (kind: string, name: string) => ({
    ownerReferences: [{ apiVersion: 'v1', kind, name, uid: '1', controller: true }],
  });
  const pod = (name: string, metadata = {}, phase = 'Running') => {
    const whole = workload('Pod', 'shop', name);
    return { ...whole, metadata: { ...whole.metadata, ...metadata }, status: { phase } };
  };
  const nightly = workload('Job', 'shop', 'nightly-1');
  server.objects.push(
    namespaceOf('shop'),
    serviceAccount('shop', 'cart', roleArn('cart')),
    workload('Deployment', 'shop', 'cart'),
    workload('StatefulSet', 'shop', 'store'),
    workload('DaemonSet', 'kube-system', 'agent'),
    workload('CronJob', 'shop', 'nightly'),
    { ...nightly, metadata: { ...nightly.metadata, ...made('CronJob', 'nightly') } },
    workload('Job', 'shop', 'import'),
    { ...workload('Job', 'shop', 'done'), status: { conditions: [{ type: 'Complete', status: 'True' }] } },
    pod('bare'),
    pod('finished', {}, 'Succeeded'),
    pod('cart-5d9-abcde', made('ReplicaSet', 'cart-5d9')),
    held({
      apiVersion: `${ESO}/v1`,
      kind: 'ClusterSecretStore',
      metadata: { name: 'aws' },
      spec: { provider: { aws: { service: 'SecretsManager' } } },
    }),
    held({
      apiVersion: `${CSI}/v1`,
      kind: 'SecretProviderClass',
      metadata: { namespace: 'shop', name: 'secrets' },
      spec: { provider: 'aws', parameters: { usePodIdentity: 'true' } },
    }),
    held({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'kube-system', name: 'aws-auth' } }),
    held({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'shop', name: 'settings' } }),
    held({ apiVersion: 'v1', kind: 'Secret', metadata: { namespace: 'shop', name: 'key' } }),
  );

  expect(keysIn(await list())).toEqual(
    [
      'Namespace/shop',
      'SecretProviderClass/shop/secrets',
      'ClusterSecretStore/aws',
      'ConfigMap/kube-system/aws-auth',
      'ServiceAccount/shop/cart',
      'Deployment/shop/cart',
      'StatefulSet/shop/store',
      'DaemonSet/kube-system/agent',
      'CronJob/shop/nightly',
      'Job/shop/import',
      'Pod/shop/bare',
    ].map(keyOf),
  );
  expect(server.calls.filter((call) => call.includes('secrets?') || call.endsWith('/secrets'))).toEqual([]);
});

test('of a workload no more is kept than of one in a manifest: no value of its environment', async () => {
  const { account, server, list } = await testCluster();
  const secret = 'hunter2-hunter2';
  const container = {
    name: 'main',
    image: 'app:1',
    env: [
      { name: 'AWS_REGION', value: 'eu-central-1' },
      { name: 'PASSWORD', value: secret },
    ],
  };
  server.objects.push(
    serviceAccount('shop', 'cart'),
    workload('Deployment', 'shop', 'cart', {
      serviceAccountName: 'cart',
      containers: [container],
      volumes: [
        {
          name: 'secrets',
          csi: { driver: 'secrets-store.csi.k8s.io', volumeAttributes: { secretProviderClass: 'aws' } },
        },
      ],
    }),
  );
  const pages = await list();
  expect(JSON.stringify(changesIn(pages))).not.toContain(secret);
  const { state, sets } = await stateOf(account, keyOf('Deployment/shop/cart'));
  expect(state).toMatchObject({
    type: 'Deployment',
    serviceAccount: 'cart',
    serviceAccountKey: keyOf('ServiceAccount/shop/cart'),
  });
  expect(state.association).toBeUndefined();
  expect(sets.find(({ name }) => name === 'providerClasses')?.members).toEqual([
    [keyOf('SecretProviderClass/shop/aws'), true],
  ]);
});

test('a second listing tells nothing new, and takes one description of the cluster', async () => {
  const { account, server, list } = await testCluster();
  server.objects.push(namespaceOf('shop'), workload('Deployment', 'shop', 'cart'));
  await list();
  account.wait(60);
  const described = () => account.fake.calls.filter((call) => call === 'eks:DescribeCluster').length;
  expect(changesIn(await list())).toEqual([]);
  expect(described()).toBe(1);
});

test('the token of a session is taken, too', async () => {
  const session = { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret', sessionToken: 'a/b+c==' };
  const { server, deps } = await testCluster({ credentials: session });
  server.objects.push(namespaceOf('shop'));
  expect(await listPage('kubernetes', undefined, deps)).toMatchObject({
    keys: [keyOf('Namespace/shop')],
    unread: [],
  });
});

test('a cluster is described and a token made again after ten minutes', async () => {
  const { account, list } = await testCluster();
  await list();
  account.wait(601);
  await list();
  expect(account.fake.calls.filter((call) => call === 'eks:DescribeCluster')).toHaveLength(2);
});

test('5,000 workloads come in pages of 500, each page by one call', { timeout: 60_000 }, async () => {
  const { server, deps } = await testCluster();
  for (let index = 0; index < 5_000; index += 1)
    server.objects.push(workload('Deployment', 'shop', `app-${String(index).padStart(4, '0')}`));
  const calls = () => server.calls.filter((call) => call.includes('/deployments')).length;
  const sizes: number[] = [];
  let token: string | undefined = JSON.stringify({ at: 'Deployment' });
  while (token?.includes('"Deployment"')) {
    const page = await listPage('kubernetes', token, deps);
    if (page.outcome !== 'read') throw new Error(page.reason);
    sizes.push(page.keys.length);
    token = page.next;
  }
  expect(sizes).toEqual(Array(10).fill(500));
  expect(calls()).toBe(10);
});

test('an associated service account that is not there is read by itself, and each reading says since when it is gone', async () => {
  const { account, server, associate, list } = await testCluster();
  const absent = keyOf('ServiceAccount/shop/absent');
  server.objects.push(serviceAccount('shop', 'there'));
  await associate('shop', 'there');
  await associate('shop', 'absent');
  expect(keysIn(await list())).toEqual([keyOf('ServiceAccount/shop/there'), absent]);
  const first = await account.item(absent);
  expect(first?.present).toBe(false);
  account.wait(3600);
  expect(changesIn(await list()).map(({ key, op }) => `${op} ${key}`)).toEqual([`delete ${absent}`]);
  const again = await account.item(absent);
  expect(Date.parse(again?.goneAt ?? '') - Date.parse(first?.goneAt ?? '')).toBe(3_600_000);
});

test('each reader tells what is there, and that there is none; a file of such a name is none of a cluster', async () => {
  const { account, server, deps } = await testCluster();
  server.groups.set(ESO, 'v1beta1').set(CSI, 'v1');
  const objects = [
    namespaceOf('shop'),
    serviceAccount('shop', 'cart'),
    workload('Deployment', 'shop', 'cart'),
    workload('Pod', 'shop', 'bare'),
    held({ apiVersion: `${ESO}/v1beta1`, kind: 'SecretStore', metadata: { namespace: 'shop', name: 'aws' } }),
    held({
      apiVersion: `${CSI}/v1`,
      kind: 'SecretProviderClass',
      metadata: { namespace: 'shop', name: 'aws' },
    }),
    held({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'kube-system', name: 'aws-auth' } }),
  ];
  const context = {
    ...{ clients: deps.clients, account: deps.account, by: deps.by, startedAt: deps.now() },
    ...{ regions: deps.regions, ownParts: [], iamRegion: 'us-east-1', signal: new AbortController().signal },
  };
  for (const { kind, metadata } of objects) {
    const name = [kind, ...(metadata.namespace === undefined ? [] : [metadata.namespace]), metadata.name];
    const key = keyOf(name.join('/'));
    const [reader, ...others] = deps.readers.filter((one) => one.matches(key));
    expect(others).toEqual([]);
    expect(await reader?.read(key, context)).toMatchObject([{ op: 'delete', key }]);
  }
  server.objects.push(...objects);
  for (const { kind, metadata } of objects) {
    const name = [kind, ...(metadata.namespace === undefined ? [] : [metadata.namespace]), metadata.name];
    const key = keyOf(name.join('/'));
    const reader = deps.readers.find((one) => one.matches(key));
    expect(await reader?.read(key, context)).toMatchObject([{ op: 'put', key, kind: reader?.kind }]);
  }
  for (const key of [
    'app.yaml#Deployment/shop/cart',
    `./${keyOf('Deployment/shop/cart')}`,
    keyOf('Deployment/cart'),
    keyOf('Namespace/shop/cart'),
    keyOf('Secret/shop/key'),
  ])
    expect(deps.readers.filter((one) => one.matches(key))).toEqual([]);
  expect(account.fake.calls.filter((call) => call === 'eks:DescribeCluster')).toHaveLength(1);
});

test('what was in a cluster that is gone is gone', async () => {
  const { account, deps } = await testCluster();
  account.fake.account.clusters.clear();
  const key = keyOf('ServiceAccount/shop/cart');
  const reader = deps.readers.find((one) => one.matches(key));
  const { clients, by, regions } = deps;
  const context = {
    ...{ clients, by, regions, account: deps.account, startedAt: deps.now(), ownParts: [] },
    ...{ iamRegion: 'us-east-1', signal: new AbortController().signal },
  };
  expect(await reader?.read(key, context)).toMatchObject([{ op: 'delete' }]);
});

test('without cluster reading nothing asks a cluster', () => {
  expect(READERS.some(({ kind }) => kind.startsWith('k8s-'))).toBe(false);
  expect(LISTED.filter(({ kinds }) => kinds.some((kind) => kind.startsWith('k8s-')))).toHaveLength(1);
  expect(READERS.some((one) => one.matches(keyOf('ServiceAccount/shop/cart')))).toBe(false);
});

test('the last page of the associations tells that all of a cluster’s are known, and no read of the cluster untells it', async () => {
  const { account, associate, list } = await testCluster({ delivered: false });
  expect(await account.readInto(CLUSTER)).toBe('1 news');
  expect((await stateOf(account, CLUSTER)).state.associationsListed).toBeUndefined();
  for (let index = 0; index < 30; index += 1) await associate('shop', `app-${index}`);
  const pages = await list('pod-identity-associations');
  const told = pages.map(({ reads }) => reads.some(({ key }) => key === CLUSTER));
  expect(told).toEqual(pages.map((_, index) => index === pages.length - 1));
  account.wait(120);
  expect(await account.readInto(CLUSTER)).toBe('0 news');
  expect((await stateOf(account, CLUSTER)).state.associationsListed).toBe(true);
});
