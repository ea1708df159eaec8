import { createLiveReads } from '@podguard/inventory';
import { expect, test } from 'vitest';
import { makeCertificate } from '../support/k8s-server/certificate.ts';
import { type K8sFault, startK8sServer } from '../support/k8s-server/k8s-server.ts';
import { held, namespaceOf, serviceAccount, workload } from '../support/k8s-server/objects.ts';
import { REGION, stateOf } from './account.ts';
import {
  CLUSTER,
  keyOf,
  keysIn,
  listPage,
  pointTo,
  type TestCluster,
  testCluster,
} from './kubernetes-cluster.ts';

const at = (type: string) => JSON.stringify({ at: type });

test('what the role may not list is named, and the rest is listed', async () => {
  const { server, list } = await testCluster();
  server.groups.set('external-secrets.io', 'v1');
  server.forbidden.add('secretstores.external-secrets.io').add('clustersecretstores.external-secrets.io');
  server.objects.push(namespaceOf('shop'), workload('Deployment', 'shop', 'cart'));
  const pages = await list();
  expect(keysIn(pages)).toEqual(['Namespace/shop', 'Deployment/shop/cart'].map(keyOf));
  expect(pages.flatMap(({ unread }) => unread)).toEqual(
    ['secretstores', 'clustersecretstores'].map((plural) => ({
      key: `${plural}.external-secrets.io of ${CLUSTER}`,
      outcome: 'denied',
      reason: expect.stringMatching(/403 \w+\.external-secrets\.io is forbidden/),
    })),
  );
});

test('what is not installed in a cluster is no gap, though the role may not list it either', async () => {
  const { server, list } = await testCluster();
  server.forbidden.add('secretstores.external-secrets.io').add('clustersecretstores.external-secrets.io');
  server.groups.set('secrets-store.csi.x-k8s.io', 'v1');
  expect((await list()).flatMap(({ unread }) => unread)).toEqual([]);
});

test('what is not there while nobody may list service accounts is not claimed to be absent', async () => {
  const { account, server, associate, list } = await testCluster();
  server.forbidden.add('serviceaccounts');
  await associate('shop', 'cart');
  const pages = await list();
  expect(pages.flatMap(({ unread }) => unread.map(({ key }) => key))).toEqual([
    `serviceaccounts of ${CLUSTER}`,
    `the service accounts of associations in ${CLUSTER}`,
  ]);
  expect(await account.item(keyOf('ServiceAccount/shop/cart'))).toBeUndefined();
});

test('of a list that grows old while it is read all is listed anew, once', async () => {
  const { server, deps, list } = await testCluster();
  for (let index = 0; index < 700; index += 1) server.objects.push(workload('Job', 'shop', `job-${index}`));
  const expired = {
    kind: 'status',
    status: 410,
    message: 'The provided continue parameter is too old',
  } as const;
  server.fault(/jobs\?.*continue=/, expired);
  const keys = keysIn(await list()).filter((key) => key.includes('#Job/'));
  expect(keys).toHaveLength(1_200);
  expect(new Set(keys).size).toBe(700);
  server.fault(/jobs\?.*continue=/, expired, 2);
  const tokens = [at('Job')];
  for (let page = await listPage('kubernetes', tokens[0], deps); ; ) {
    if (page.outcome !== 'read') {
      expect(page).toEqual({
        outcome: 'failed',
        reason: expect.stringContaining('410 The provided continue'),
      });
      break;
    }
    tokens.push(page.next ?? '');
    page = await listPage('kubernetes', page.next, deps);
  }
  expect(tokens).toHaveLength(4);
});

const FAULTS: readonly (readonly [what: string, fault: K8sFault, outcome: string, reason: RegExp])[] = [
  ['no JSON', { kind: 'garbage', body: '<html>' }, 'failed', /deployments answers no JSON$/],
  ['null', { kind: 'garbage', body: 'null' }, 'failed', /answers no object/],
  ['no list', { kind: 'garbage', body: '{"kind":"Status"}' }, 'failed', /answers no list/],
  ['a list of texts', { kind: 'garbage', body: '{"items":["a"]}' }, 'failed', /answers no list/],
  [
    'an error of its own',
    { kind: 'status', status: 500, message: 'etcd is gone' },
    'failed',
    /500 etcd is gone/,
  ],
  ['that it is asked too often', { kind: 'status', status: 429, message: 'later' }, 'slow', /429 later/],
  [
    'that nobody is let in',
    { kind: 'status', status: 401, message: 'Unauthorized' },
    'denied',
    /no access entry/,
  ],
  ['nothing, and hangs up', { kind: 'reset' }, 'failed', /no connection to https:\/\/127\.0\.0\.1/],
  ['without end', { kind: 'endless' }, 'failed', /answers more than 16 MB/],
];

test.for(FAULTS)(
  'a cluster that answers %s is a fault with its reason',
  async ([, fault, outcome, reason]) => {
    const { server, deps } = await testCluster({ timeoutMs: 20_000 });
    server.fault(/deployments/, fault, 3);
    const page = await listPage('kubernetes', at('Deployment'), deps);
    const told = page.outcome === 'read' ? page.unread[0] : page;
    expect(told).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
    expect(told?.reason.length).toBeLessThan(400);
  },
);

test('a cluster that does not answer in time is slow, and is asked again', async () => {
  const { server, deps } = await testCluster({ timeoutMs: 500 });
  server.fault(/deployments/, { kind: 'delay', ms: 2_000 });
  const slow = await listPage('kubernetes', at('Deployment'), deps);
  expect(slow).toMatchObject({ outcome: 'slow' });
  expect(await listPage('kubernetes', at('Deployment'), deps)).toMatchObject({ outcome: 'read' });
});

test('an endpoint that is reached from its VPC alone is named so', async () => {
  const { account, server, deps } = await testCluster();
  pointTo(account, server, false);
  await server.close();
  expect(await listPage('kubernetes', undefined, deps)).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('which is reached from its VPC alone'),
  });
});

test('a server whose certificate another authority made gets no token', async () => {
  const { account, server, deps } = await testCluster();
  const { cert } = await makeCertificate();
  pointTo(account, { ...server, certificateAuthority: { data: Buffer.from(cert).toString('base64') } });
  expect(await listPage('kubernetes', undefined, deps)).toMatchObject({
    outcome: 'failed',
    reason: expect.stringMatching(/certificate/),
  });
  expect(server.calls).toEqual([]);
});

test('a token is for one cluster: another one does not take it', async () => {
  const { account, deps } = await testCluster();
  const other = await startK8sServer('other');
  pointTo(account, other);
  const page = await listPage('kubernetes', undefined, deps);
  await other.close();
  expect(page).toMatchObject({ outcome: 'denied', reason: expect.stringContaining('no access entry') });
});

test('an endpoint without TLS is not called', async () => {
  const { account, server, deps } = await testCluster();
  pointTo(account, { ...server, url: server.url.replace('https', 'http') });
  expect(await listPage('kubernetes', undefined, deps)).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('is not https'),
  });
  expect(server.calls).toEqual([]);
});

test('a cluster that has no endpoint yet is named so', async () => {
  const { account, deps } = await testCluster();
  Object.assign(account.fake.account.clusters.get(`${REGION}/prod`)?.told ?? {}, { endpoint: undefined });
  expect(await listPage('kubernetes', undefined, deps)).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('not ready yet'),
  });
});

test('an object without a name is named as unread, and the others are read', async () => {
  const { server, deps } = await testCluster();
  const nameless = { metadata: { namespace: 'shop' }, spec: {} };
  const { kind: _kind, ...named } = workload('Deployment', 'shop', 'cart');
  const body = JSON.stringify({ apiVersion: 'apps/v1', kind: 'DeploymentList', items: [nameless, named] });
  server.fault(/deployments/, { kind: 'garbage', body });
  expect(await listPage('kubernetes', at('Deployment'), deps)).toMatchObject({
    keys: [keyOf('Deployment/shop/cart')],
    unread: [{ key: `deployments.apps of ${CLUSTER}`, outcome: 'failed', reason: 'one of them has no name' }],
  });
});

test('whoever makes an object chooses what is in it: too long is not known, and names are names', async () => {
  const { account, server, list } = await testCluster();
  const annotations = Object.fromEntries(
    Array.from({ length: 400 }, (_, index) => [`iam.amazonaws.com/role-${index}`, 'x'.repeat(500)]),
  );
  server.objects.push(
    serviceAccount('shop', 'long', `arn:aws:iam::111122223333:role/${'a'.repeat(5_000)}`),
    serviceAccount('shop', '__proto__'),
    held({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', annotations } }),
  );
  await list();
  expect((await stateOf(account, keyOf('ServiceAccount/shop/long'))).state.roleArn).toBeUndefined();
  expect((await stateOf(account, keyOf('ServiceAccount/shop/__proto__'))).state.name).toBe('__proto__');
  const { sets } = await stateOf(account, keyOf('Namespace/shop'));
  expect(sets).toEqual([{ name: 'iamAnnotations', members: [], complete: false }]);
});

test('one object that may not be read is a fault of its own, and is not gone', async () => {
  const world = await testCluster();
  const reads = readsOf(world);
  world.server.objects.push(serviceAccount('shop', 'cart'));
  world.server.forbidden.add('serviceaccounts');
  expect(await reads.read(keyOf('ServiceAccount/shop/cart'))).toMatchObject({ outcome: 'denied' });
  expect(reads.canRead(keyOf('ServiceAccount/shop/cart'))).toBe(false);
});

test('an answer of another object is none', async () => {
  const world = await testCluster();
  const { kind, apiVersion, metadata } = serviceAccount('shop', 'other');
  world.server.fault(/serviceaccounts\/cart/, {
    kind: 'garbage',
    body: JSON.stringify({ kind, apiVersion, metadata }),
  });
  expect(await readsOf(world).read(keyOf('ServiceAccount/shop/cart'))).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('ServiceAccount/shop/other'),
  });
});

test('nobody’s cluster but ours is asked', async () => {
  const world = await testCluster();
  const calls = world.account.fake.calls.length;
  for (const key of [
    CLUSTER.replace('111122223333', '444455556666'),
    CLUSTER.replace(REGION, 'eu-west-1'),
    CLUSTER.replace('arn:aws:', 'arn:aws-cn:'),
  ])
    expect(await readsOf(world).read(`${key}#ServiceAccount/shop/cart`)).toMatchObject({
      outcome: 'foreign',
    });
  expect(world.account.fake.calls).toHaveLength(calls);
});

function readsOf({ deps }: TestCluster) {
  return createLiveReads(deps);
}
