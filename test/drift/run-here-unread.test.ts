import { ServiceError } from '@podguard/core';
import { expect, test } from 'vitest';
import { ACCOUNT, driftWorld, PODS_TRUST, REGION, roleArn } from './drift-world.ts';
import { ADMIN, association, CLUSTER, known, role } from './known-account.ts';

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
