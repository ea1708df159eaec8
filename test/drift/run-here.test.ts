import { approvableOf } from '@podguard/drift';
import { expect, test } from 'vitest';
import { changingClients } from '../support/aws-fake/sdk.ts';
import { ACCOUNT, PODS_TRUST, REGION, roleArn } from './drift-world.ts';
import { ADMIN, CLUSTER, known, role, told } from './known-account.ts';

test('the first run of an account is a baseline, and of one that watches another region only what is there is first', async () => {
  const { world, recorder } = await known();
  const { reading } = recorder.deps;
  const more = { reading: { ...reading, regions: [...reading.regions, 'eu-west-1'] } };
  await changingClients(world.fake.url, 'eu-west-1').eks.createCluster({
    name: 'old',
    roleArn: roleArn('c'),
    resourcesVpcConfig: {},
  });
  await world.iam.attachRolePolicy({ ...role, PolicyArn: ADMIN });
  world.wait(1200);
  const second = await recorder.run('second', undefined, more);
  expect([second.run.kind, second.differences.map(told)]).toEqual([
    'drift',
    [{ key: roleArn('app'), type: 'changed', origin: 'out-of-band' }],
  ]);
  const old = await recorder.harness.store.load(CLUSTER.replace(REGION, 'eu-west-1').replace('prod', 'old'));
  expect(old?.present).toBe(true);
});

test('what one run does not watch is known to the next that does', async () => {
  const { world, recorder } = await known();
  const { reading } = recorder.deps;
  const [home = ''] = reading.regions;
  for (const [id, regions] of [
    ['second', ['us-west-2']],
    ['third', [home]],
  ] as const) {
    await world.iam.createRole({ RoleName: id, AssumeRolePolicyDocument: PODS_TRUST });
    world.wait(1200);
    const { run, differences } = await recorder.run(id, undefined, { reading: { ...reading, regions } });
    expect([run.kind, differences.map(({ key }) => key)]).toEqual(['drift', [roleArn(id)]]);
  }
});

test('a baseline that somebody asks for counts nothing as drift', async () => {
  const { world, recorder } = await known();
  await world.iam.attachRolePolicy({ ...role, PolicyArn: ADMIN });
  world.wait(1200);
  const { run, differences, counts } = await recorder.run('second', 'baseline');
  expect([run.kind, differences, counts.changed]).toEqual(['baseline', [], 1]);
});

test('what changed, came and went without an event is a difference with what was and what is, and is recorded', async () => {
  const { world, recorder } = await known();
  const { iam, eks, fake } = world;
  await iam.attachRolePolicy({ ...role, PolicyArn: ADMIN });
  await iam.createRole({ RoleName: 'new', AssumeRolePolicyDocument: PODS_TRUST });
  const [gone] = fake.account.clusters.get(`${REGION}/prod`)?.associations.keys() ?? [];
  await eks.deletePodIdentityAssociation({ clusterName: 'prod', associationId: gone });
  world.wait(1200);
  const { differences, counts } = await recorder.run('second');
  expect(differences.map(told).sort((a, b) => (a.key < b.key ? -1 : 1))).toEqual([
    {
      key: `arn:aws:eks:${REGION}:${ACCOUNT}:podidentityassociation/prod/${gone}`,
      type: 'gone',
      origin: 'out-of-band',
    },
    { key: roleArn('app'), type: 'changed', origin: 'out-of-band' },
    { key: roleArn('new'), type: 'appeared', origin: 'out-of-band' },
  ]);
  expect(counts).toMatchObject({ changed: 1, appeared: 1 });
  const changed = differences.find(({ type }) => type === 'changed');
  expect(changed?.fields).toEqual([{ name: `policies ${ADMIN}`, recorded: null, found: true }]);
  expect([changed?.recordedAt, changed?.readAt]).toEqual(['2026-03-12T07:00:00Z', '2026-03-12T08:00:00Z']);
  world.wait(1200);
  expect((await recorder.run('third')).differences).toEqual([]);
});

test('what was newer than the first read is read again a minute later, and is then as its event said', async () => {
  const { world, recorder } = await known();
  const { iam, fake } = world;
  const before = fake.records.length;
  await iam.attachRolePolicy({ ...role, PolicyArn: ADMIN });
  world.wait(5);
  await iam.detachRolePolicy({ ...role, PolicyArn: ADMIN });
  // Of the second event nothing is known: what the read says is older than the first, and newer.
  await recorder.deliver(fake.records.slice(before, before + 1));
  world.wait(5);
  const started = world.now().getTime();
  const { differences } = await recorder.run('second');
  expect(world.now().getTime() - started).toBeGreaterThan(50_000);
  expect(differences.map(({ key, fields }) => ({ key, fields }))).toEqual([
    { key: roleArn('app'), fields: [{ name: `policies ${ADMIN}`, recorded: true, found: null }] },
  ]);
});

test('an event of the last minute that the read agrees with is no difference, and nothing is read again', async () => {
  const { world, recorder } = await known();
  const before = world.fake.records.length;
  await world.iam.attachRolePolicy({ ...role, PolicyArn: ADMIN });
  await recorder.deliver(world.fake.records.slice(before));
  world.wait(5);
  const started = world.now().getTime();
  expect((await recorder.run('second')).differences).toEqual([]);
  expect(world.now().getTime()).toBe(started);
});

test('what was never listed before is no drift when it is listed for the first time', async () => {
  const { world, recorder } = await known();
  const { listings } = recorder.deps;
  const without = world.recorder();
  await without.run('first', undefined, { listings: listings.filter(({ name }) => name !== 'roles') });
  await world.iam.createRole({ RoleName: 'new', AssumeRolePolicyDocument: PODS_TRUST });
  world.wait(1200);
  const second = await without.run('second');
  expect([second.run.kind, second.differences]).toEqual(['drift', []]);
  await world.iam.createRole({ RoleName: 'newer', AssumeRolePolicyDocument: PODS_TRUST });
  world.wait(1200);
  expect((await without.run('third')).differences.map(({ key }) => key)).toEqual([roleArn('newer')]);
});

test('what a cluster took with it is no difference of its own', async () => {
  const { world, recorder } = await known();
  world.fake.account.clusters.clear();
  const { differences, gaps } = await recorder.run('second');
  expect([differences.map(told), gaps]).toEqual([
    [{ key: CLUSTER, type: 'gone', origin: 'out-of-band' }],
    [],
  ]);
});

test('a cluster that is deleted while a run is at it is gone, and nothing in it could not be read', async () => {
  const { world, recorder } = await known();
  const listings = recorder.deps.listings.map((listing) => ({
    ...listing,
    list: async (...asked: Parameters<typeof listing.list>) => {
      if (listing.scope === 'cluster') world.fake.account.clusters.clear();
      return listing.list(...asked);
    },
  }));
  const { differences, gaps } = await recorder.run('second', undefined, { listings });
  expect([differences.map(told), gaps]).toEqual([
    [{ key: CLUSTER, type: 'gone', origin: 'out-of-band' }],
    [],
  ]);
});

test('tags and times of use are no drift, and what is recorded in regions that nobody watches stays as it is', async () => {
  const { world, recorder } = await known();
  await world.iam.tagRole({ ...role, Tags: [{ Key: 'team', Value: 'shop' }] });
  await world.iam.createRole({ RoleName: 'other', AssumeRolePolicyDocument: PODS_TRUST });
  world.wait(1200);
  const { reading } = recorder.deps;
  const { differences, counts } = await recorder.run('second', undefined, {
    reading: { ...reading, regions: ['us-east-1'] },
  });
  expect(differences.map(({ key }) => key)).toEqual([roleArn('other')]);
  expect(counts.learnt).toBe(1);
  const item = await recorder.harness.store.load(CLUSTER);
  expect(item?.present).toBe(true);
});

test('what is not as a person approved it is a difference, though its event came', async () => {
  const { world, recorder } = await known();
  const item = await recorder.harness.store.load(roleArn('app'));
  const approved = item && approvableOf(item);
  if (item === undefined || approved === undefined || 'refused' in approved) throw new Error('it is known');
  const { key, kind, account, region } = item;
  const by = { by: 'grace', at: '2026-03-12T07:40:00Z', reason: null };
  await recorder.state.putApproval({ key, kind, account, region, state: approved.state, ...by });
  world.wait(60);
  const before = world.fake.records.length;
  await world.iam.attachRolePolicy({ ...role, PolicyArn: ADMIN });
  await recorder.deliver(world.fake.records.slice(before));
  world.wait(1200);
  const { differences } = await recorder.run('second');
  expect(differences).toMatchObject([
    { key, type: 'unapproved', fields: [{ name: `policies ${ADMIN}`, recorded: null, found: true }] },
  ]);
  expect(differences[0]?.explanation?.eventName).toBe('AttachRolePolicy');
});
