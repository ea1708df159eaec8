import {
  CreatePodIdentityAssociationCommand,
  DeletePodIdentityAssociationCommand,
} from '@aws-sdk/client-eks';
import { expect, test } from 'vitest';
import { type Held, held, serviceAccount, workload } from '../support/k8s-server/objects.ts';
import { roleArn } from './account.ts';
import { CLUSTER, keyOf, type TestCluster, testCluster } from './kubernetes-cluster.ts';

/** What was recorded and what it changes for others, judged to the end. */
async function settle({ account }: TestCluster): Promise<void> {
  const { store, dispatcher } = account.harness;
  for (let left = true; left; ) {
    left = false;
    for await (const { key, pending } of store.listItems()) {
      if (pending === null) continue;
      left = true;
      await dispatcher.dispatch(key);
    }
  }
}

async function failing(world: TestCluster, key: string): Promise<readonly string[]> {
  await settle(world);
  const item = await world.account.item(key);
  return (item?.lives ?? [])
    .filter(({ resolved }) => resolved === null)
    .map(({ rule }) => rule)
    .sort();
}

async function undecided(world: TestCluster, key: string): Promise<readonly string[]> {
  await settle(world);
  return (await world.account.item(key))?.undecided.map(({ rule }) => rule) ?? [];
}

const pods = (name: string, spec = {}) =>
  workload('Deployment', 'shop', name, { serviceAccountName: name, ...spec });

async function withObjects(...objects: readonly Held[]): Promise<TestCluster> {
  const world = await testCluster();
  world.server.objects.push(...objects);
  return world;
}

test('pods that use AWS have an identity by a role annotation or an association, and else the node’s', async () => {
  const world = await withObjects(
    ...['annotated', 'associated', 'neither'].map((name) => pods(name)),
    serviceAccount('shop', 'annotated', roleArn('app')),
    serviceAccount('shop', 'associated'),
    serviceAccount('shop', 'neither'),
  );
  await world.associate('shop', 'associated');
  await world.list();
  expect(await failing(world, keyOf('Deployment/shop/annotated'))).toEqual([]);
  expect(await failing(world, keyOf('Deployment/shop/associated'))).toEqual([]);
  expect(await failing(world, keyOf('Deployment/shop/neither'))).toEqual(['k8s-no-aws-identity']);
});

test('an association that is made or deleted later decides it anew, without another reading of the cluster', async () => {
  const world = await withObjects(pods('cart'), serviceAccount('shop', 'cart'));
  const { account, associate, list } = world;
  const key = keyOf('Deployment/shop/cart');
  await list();
  expect(await failing(world, key)).toEqual(['k8s-no-aws-identity']);
  account.wait(60);
  const arn = await associate('shop', 'cart');
  expect(await failing(world, key)).toEqual([]);
  account.wait(60);
  const associationId = arn.slice(arn.lastIndexOf('/') + 1);
  await account.eks.send(new DeletePodIdentityAssociationCommand({ clusterName: 'prod', associationId }));
  await account.deliverRecords();
  expect(await failing(world, key)).toEqual(['k8s-no-aws-identity']);
});

test('while not all associations of a cluster are known, a workload without one is undecided', async () => {
  const world = await testCluster({ delivered: false });
  world.server.objects.push(pods('cart'), serviceAccount('shop', 'cart'));
  await world.account.readInto(CLUSTER);
  await world.list();
  const key = keyOf('Deployment/shop/cart');
  expect(await failing(world, key)).toEqual([]);
  expect(await undecided(world, key)).toContain('k8s-no-aws-identity');
  await world.list('pod-identity-associations');
  expect(await failing(world, key)).toEqual(['k8s-no-aws-identity']);
});

test('an association for a service account that is not there fails until the account is seen', async () => {
  const world = await testCluster();
  const { server, associate, list, account } = world;
  const arn = await associate('shop', 'cart');
  expect(await failing(world, arn)).not.toContain('pod-identity-service-account-missing');
  expect(await undecided(world, arn)).not.toContain('pod-identity-service-account-missing');
  account.wait(120);
  await list();
  expect(await failing(world, arn)).toContain('pod-identity-service-account-missing');
  account.wait(120);
  server.objects.push(serviceAccount('shop', 'cart'));
  await list();
  expect(await failing(world, arn)).not.toContain('pod-identity-service-account-missing');
});

test('an association that is newer than the last reading is not accused before the next', async () => {
  const world = await testCluster();
  const { associate, list, account } = world;
  await associate('shop', 'cart');
  account.wait(120);
  await list();
  const again = await associate('shop', 'cart').catch(() => '');
  expect(again).toBe('');
  const [old = ''] = [...(account.fake.account.clusters.get('eu-central-1/prod')?.associations.keys() ?? [])];
  await account.eks.send(
    new DeletePodIdentityAssociationCommand({ clusterName: 'prod', associationId: old }),
  );
  const arn = await associate('shop', 'cart');
  expect(await failing(world, arn)).not.toContain('pod-identity-service-account-missing');
  expect(await undecided(world, arn)).toContain('pod-identity-service-account-missing');
  account.wait(120);
  await list();
  expect(await failing(world, arn)).toContain('pod-identity-service-account-missing');
});

test('a service account’s annotation that names no role is found in the cluster', async () => {
  const world = await withObjects(serviceAccount('shop', 'cart', 'cart-role'));
  await world.list();
  expect(await failing(world, keyOf('ServiceAccount/shop/cart'))).toEqual(['k8s-irsa-annotation-invalid']);
});

test('secrets that pods mount without an identity are found, of each workload by its own association', async () => {
  const group = 'secrets-store.csi.x-k8s.io';
  const csi = { driver: 'secrets-store.csi.k8s.io', volumeAttributes: { secretProviderClass: 'aws' } };
  const mounts = { volumes: [{ name: 'secrets', csi }] };
  const world = await withObjects(
    held({
      apiVersion: `${group}/v1`,
      kind: 'SecretProviderClass',
      metadata: { namespace: 'shop', name: 'aws' },
      spec: { provider: 'aws', parameters: { usePodIdentity: 'true' } },
    }),
    serviceAccount('shop', 'cart'),
    serviceAccount('shop', 'orders'),
    pods('cart', mounts),
    pods('orders', mounts),
  );
  world.server.groups.set(group, 'v1');
  const key = keyOf('SecretProviderClass/shop/aws');
  await world.associate('shop', 'cart');
  await world.list();
  expect(await failing(world, key)).toEqual(['k8s-secret-provider-no-identity']);
  world.account.wait(60);
  await world.associate('shop', 'orders');
  expect(await failing(world, key)).toEqual([]);
});

test('with its cluster what is in it goes, and its findings with it', async () => {
  const world = await withObjects(pods('cart'), serviceAccount('shop', 'cart'));
  await world.list();
  const key = keyOf('Deployment/shop/cart');
  expect(await failing(world, key)).toEqual(['k8s-no-aws-identity']);
  world.account.wait(120);
  const { eks } = world.account;
  await eks.deleteCluster({ name: 'prod' });
  await world.account.deliverRecords();
  expect(await failing(world, key)).toEqual([]);
  expect((await world.account.item(key))?.present).toBe(false);
});

test('an association that a read finds after its service account was looked for is undecided until the cluster is read again', async () => {
  const world = await testCluster();
  const { account, associate, list } = world;
  const older = await associate('shop', 'cart');
  account.wait(120);
  await list();
  expect(await failing(world, older)).toContain('pod-identity-service-account-missing');
  account.wait(3_600);
  const command = { clusterName: 'prod', namespace: 'shop', serviceAccount: 'cart', roleArn: roleArn('app') };
  await account.eks.send(
    new DeletePodIdentityAssociationCommand({
      clusterName: 'prod',
      associationId: older.slice(older.lastIndexOf('/') + 1),
    }),
  );
  const { association } = await account.eks.send(new CreatePodIdentityAssociationCommand(command));
  account.fake.records.length = 0;
  const newer = association?.associationArn ?? '';
  await account.readInto(newer);
  expect(await failing(world, newer)).not.toContain('pod-identity-service-account-missing');
  expect(await undecided(world, newer)).toContain('pod-identity-service-account-missing');
  account.wait(120);
  await list();
  expect(await failing(world, newer)).toContain('pod-identity-service-account-missing');
});
