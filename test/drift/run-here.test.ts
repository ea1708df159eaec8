import { ServiceError } from '@podguard/core';
import { approvableOf, runHere } from '@podguard/drift';
import { expect, test } from 'vitest';
import { changingClients } from '../support/aws-fake/sdk.ts';
import { ACCOUNT, driftWorld, PODS_TRUST, REGION, roleArn } from './drift-world.ts';
import { ADMIN, association, CLUSTER, known, role, told } from './known-account.ts';

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

test('where a listing does not answer its place is named, and nothing in it is gone', async () => {
  const { world, recorder } = await known();
  const { fake } = world;
  fake.account.roles.clear();
  fake.account.clusters.get(`${REGION}/prod`)?.associations.clear();
  fake.fault('iam:GetAccountAuthorizationDetails', { kind: 'error', status: 403, code: 'AccessDenied' });
  fake.fault('eks:ListPodIdentityAssociations', { kind: 'error', status: 500, code: 'ServerException' });
  const { differences, gaps } = await recorder.run('second');
  expect(differences).toEqual([]);
  const named = gaps.map(({ what, reason }) => [what, reason.split(':')[0]]);
  expect(named).toContainEqual(['roles', 'denied']);
  expect(named).toContainEqual([`pod-identity-associations of ${CLUSTER}`, 'failed']);
});

test('what may not be read of what is listed is named, and is neither gone nor judged', async () => {
  const { world, recorder } = await known();
  const { fake, iam } = world;
  await iam.attachRolePolicy({ ...role, PolicyArn: ADMIN });
  fake.fault('eks:DescribePodIdentityAssociation', {
    kind: 'error',
    status: 403,
    code: 'AccessDeniedException',
  });
  world.wait(1200);
  const { differences, gaps } = await recorder.run('second');
  expect(differences.map(({ key }) => key)).toEqual([roleArn('app')]);
  const what = expect.stringContaining('podidentityassociation/prod/');
  expect(gaps).toEqual([{ what, reason: expect.stringMatching(/^denied: /) }]);
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

test('what the first reading could not read is no drift when it is read later, and what is made later is', async () => {
  const world = await driftWorld();
  const recorder = world.recorder();
  await world.eks.createCluster({ name: 'prod', roleArn: roleArn('c'), resourcesVpcConfig: {} });
  await world.iam.createRole({ ...role, AssumeRolePolicyDocument: PODS_TRUST });
  await world.eks.createPodIdentityAssociation(association);
  const denied = { kind: 'error', status: 403, code: 'AccessDeniedException' } as const;
  world.fake.fault('eks:DescribePodIdentityAssociation', denied, 2);
  expect((await recorder.run('first')).gaps).toHaveLength(1);
  expect((await recorder.run('second')).gaps).toHaveLength(1);
  await world.eks.createPodIdentityAssociation({ ...association, serviceAccount: 'worker' });
  world.wait(1200);
  const { differences, counts } = await recorder.run('third');
  expect(
    differences.map(({ fields }) => fields.find(({ name }) => name === 'serviceAccount')?.found),
  ).toEqual(['worker']);
  expect(counts.appeared).toBe(2);
});

test('what could not be read is no drift when it can, however much of it there is, up to a thousand', async () => {
  const { recorder } = await known();
  const roles = recorder.deps.listings.find(({ name }) => name === 'roles')!;
  const keys = Array.from({ length: 300 }, (_, at) => roleArn(`r-${at}`));
  const unread = keys.map((key) => ({ key, outcome: 'denied', reason: 'you may not' }) as const);
  const listing = { ...roles, name: 'some', list: async () => ({ keys, unread, next: undefined }) };
  const listings = [...recorder.deps.listings, listing];
  const many = { ...listing, list: async () => ({ ...(await listing.list()), ...more(1_001) }) };
  const second = await recorder.run('second', undefined, { listings: [...recorder.deps.listings, many] });
  expect(second.gaps.map(({ what }) => what)).toContain('what differs among some');
  const third = await recorder.run('third', undefined, { listings });
  expect(third.gaps.map(({ what }) => what)).not.toContain('what differs among some');
  const mark = JSON.stringify(await recorder.state.loadMark('drift-coverage'));
  expect(JSON.parse(mark)[ACCOUNT]).toMatchObject({ listings: { some: [''] }, unread: keys.toSorted() });

  function more(count: number) {
    const all = Array.from({ length: count }, (_, at) => roleArn(`m-${at}`));
    const named = all.map((key) => ({ key, outcome: 'denied', reason: 'you may not' }) as const);
    return { keys: all, unread: named };
  }
});

test('no more lists and resources of a service are read at once than may be, whichever shards they are of', async () => {
  const { recorder } = await known();
  const busy = { now: 0, most: 0 };
  const listings = recorder.deps.listings.map((listing) => ({
    ...listing,
    list: async (...asked: Parameters<typeof listing.list>) => {
      if (!listing.actions[0]?.startsWith('eks:')) return listing.list(...asked);
      busy.now += 1;
      busy.most = Math.max(busy.most, busy.now);
      const page = await listing.list(...asked);
      busy.now -= 1;
      return page;
    },
  }));
  const concurrency = { shards: 40, perService: 2 };
  await runHere({ ...recorder.deps, listings }, { id: 'second', concurrency });
  expect(busy).toEqual({ now: 0, most: 2 });
});

test('what a page tells is looked for and recorded side by side: a slow table holds up no page', async () => {
  const { world, recorder } = await known();
  for (let at = 0; at < 40; at += 1)
    await world.iam.createRole({ RoleName: `r-${at}`, AssumeRolePolicyDocument: PODS_TRUST });
  const most = { load: 0, apply: 0 };
  const busy = { load: 0, apply: 0 };
  const slowly =
    <A extends readonly unknown[], R>(name: 'load' | 'apply', work: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      busy[name] += 1;
      most[name] = Math.max(most[name], busy[name]);
      await new Promise((resolve) => setTimeout(resolve, 5));
      busy[name] -= 1;
      return work(...given);
    };
  const { engine, store, listings } = recorder.deps;
  await recorder.run('second', undefined, {
    listings: listings.filter(({ name }) => name === 'roles'),
    engine: { apply: slowly('apply', engine.apply) },
    store: { ...store, load: slowly('load', store.load) },
  });
  expect(most).toEqual({ load: 32, apply: 32 });
});

test('two runs at once find all that differs between them, and leave it recorded', async () => {
  const { world, recorder } = await known();
  for (const RoleName of ['a', 'b', 'c'])
    await world.iam.createRole({ RoleName, AssumeRolePolicyDocument: PODS_TRUST });
  await world.iam.attachRolePolicy({ ...role, PolicyArn: ADMIN });
  world.wait(1200);
  const runs = await Promise.all(['second', 'third'].map((id) => recorder.run(id)));
  const keys = new Set(runs.flatMap(({ differences }) => differences.map(({ key }) => key)));
  expect([...keys].sort()).toEqual(['a', 'app', 'b', 'c'].map(roleArn).sort());
  world.wait(1200);
  expect((await recorder.run('fourth')).differences).toEqual([]);
});

test('a shard that fails again and again is named, and the others are read', async () => {
  const { world, recorder } = await known();
  await world.iam.attachRolePolicy({ ...role, PolicyArn: ADMIN });
  await world.eks.createPodIdentityAssociation({ ...association, serviceAccount: 'worker' });
  world.wait(1200);
  const { engine } = recorder.deps;
  const failing: typeof engine = {
    apply: async (change) => {
      if (change.kind === 'iam-role')
        throw new ServiceError('store-unreachable', 'the table does not answer', { retryable: true });
      return engine.apply(change);
    },
  };
  const { gaps, differences } = await recorder.run('second', undefined, { engine: failing });
  expect(gaps).toEqual([{ what: 'roles', reason: 'it failed 3 times: the table does not answer' }]);
  expect(differences.map(({ type }) => type)).toContain('appeared');
  world.wait(1200);
  expect((await recorder.run('third')).differences.map(({ key }) => key)).toEqual([roleArn('app')]);
});

test('what can never be recorded is named, and holds up no other', async () => {
  const { world, recorder } = await known();
  for (const RoleName of ['bad', 'good'])
    await world.iam.createRole({ RoleName, AssumeRolePolicyDocument: PODS_TRUST });
  const { engine } = recorder.deps;
  const failing: typeof engine = {
    apply: async (change) => {
      if (change.key === roleArn('bad')) throw new TypeError('it has no end');
      return engine.apply(change);
    },
  };
  const { gaps } = await recorder.run('second', undefined, { engine: failing });
  expect(gaps).toEqual([{ what: roleArn('bad'), reason: 'it could not be recorded: it has no end' }]);
  expect((await recorder.harness.store.load(roleArn('good')))?.present).toBe(true);
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
