import type { JsonObject } from '@podguard/core';
import { approvableOf } from '@podguard/drift';
import { expect, test } from 'vitest';
import { ACCOUNT, historyOf, PODS_TRUST, roleArn } from './drift-world.ts';
import { ADMIN, known, originsOf, role } from './known-account.ts';

test('a difference whose event comes before it is explained is late, and one that the history has as well', async () => {
  const { world, recorder } = await known();
  const { iam, fake } = world;
  const before = fake.records.length;
  await iam.attachRolePolicy({ ...role, PolicyArn: ADMIN });
  await iam.createRole({ RoleName: 'new', AssumeRolePolicyDocument: PODS_TRUST });
  world.wait(120);
  const [attached, made] = fake.records.slice(before);
  const lookup = historyOf([made]);
  const onProgress = () => {};
  const engine = recorder.deps.engine;
  const late = {
    apply: async (change: Parameters<typeof engine.apply>[0]) => {
      const outcome = await engine.apply(change);
      // While the run goes on.
      if (change.key === roleArn('app') && attached !== undefined) await recorder.deliver([attached]);
      return outcome;
    },
  };
  const { differences } = await recorder.run('second', undefined, { engine: late, lookup, onProgress });
  const sorted = [...differences].sort((a, b) => (a.key < b.key ? -1 : 1));
  expect(sorted.map(({ key, origin, reason }) => ({ key, origin, reason }))).toEqual([
    { key: roleArn('app'), origin: 'late', reason: 'its event came meanwhile' },
    { key: roleArn('new'), origin: 'late', reason: 'its event may still come' },
  ]);
  expect(sorted[1]?.explanation).toMatchObject({
    eventName: 'CreateRole',
    actor: `arn:aws:iam::${ACCOUNT}:user/ada`,
  });
});

test('where no events come to a store none is late: what the history lacks yet was not decided, and no later run tells it', async () => {
  const { world, recorder } = await known();
  const before = world.fake.records.length;
  await world.iam.attachRolePolicy({ ...role, PolicyArn: ADMIN });
  await world.iam.createRole({ RoleName: 'new', AssumeRolePolicyDocument: PODS_TRUST });
  world.wait(60);
  const lookup = historyOf([world.fake.records[before]]);
  const unfed = { lookup, isFed: false, onProgress: () => {} };
  expect(originsOf(await recorder.run('second', undefined, unfed))).toEqual({
    [roleArn('app')]: ['missed', null],
    [roleArn('new')]: ['not-asked', expect.stringMatching(/had no record of it, which may still come$/)],
  });
  world.wait(86_400);
  expect((await recorder.run('third', undefined, unfed)).differences).toEqual([]);
});

test('a later call of somebody else does not stand for the creation', async () => {
  const { world, recorder } = await known();
  const { iam, fake } = world;
  await iam.createRole({ RoleName: 'new', AssumeRolePolicyDocument: PODS_TRUST });
  world.wait(1200);
  const { engine } = recorder.deps;
  const apply: typeof engine.apply = async (change) => {
    const outcome = await engine.apply(change);
    if (change.key !== roleArn('new')) return outcome;
    const before = fake.records.length;
    world.wait(5);
    await iam.attachRolePolicy({ RoleName: 'new', PolicyArn: ADMIN });
    await recorder.deliver(fake.records.slice(before));
    return outcome;
  };
  const { differences } = await recorder.run('second', undefined, { engine: { apply } });
  expect(differences.map(({ origin }) => origin)).toEqual(['out-of-band']);
});

test('of what changed too often since it was read nobody says whether its event came', async () => {
  const { world, recorder } = await known();
  const { iam, fake } = world;
  await iam.attachRolePolicy({ ...role, PolicyArn: ADMIN });
  world.wait(1200);
  const { engine } = recorder.deps;
  let did = false;
  const apply: typeof engine.apply = async (change) => {
    const outcome = await engine.apply(change);
    if (did || change.key !== roleArn('app')) return outcome;
    did = true;
    const before = fake.records.length;
    for (let at = 1; at <= 25; at += 1) await iam.updateRole({ ...role, MaxSessionDuration: 3600 + at });
    await recorder.deliver(fake.records.slice(before));
    return outcome;
  };
  const { differences } = await recorder.run('second', undefined, { engine: { apply } });
  expect(differences).toMatchObject([
    { origin: 'not-asked', reason: 'too much happened since: which events came is not kept' },
  ]);
});

test('a record that says the opposite explains nothing', async () => {
  const { world, recorder } = await known();
  const { iam, fake } = world;
  const before = fake.records.length;
  await iam.attachRolePolicy({ ...role, PolicyArn: ADMIN });
  await iam.detachRolePolicy({ ...role, PolicyArn: ADMIN });
  world.wait(60);
  await iam.attachRolePolicy({ ...role, PolicyArn: ADMIN });
  const detached = fake.records[before + 1];
  world.wait(1200);
  const lookup = historyOf([detached]);
  const { differences } = await recorder.run('second', undefined, { lookup });
  expect(differences).toMatchObject([{ origin: 'out-of-band', explanation: null }]);
});

test('what two people did has the newest as its explanation, and names the other', async () => {
  const { world, recorder } = await known();
  const { iam, fake } = world;
  const before = fake.records.length;
  await iam.attachRolePolicy({ ...role, PolicyArn: ADMIN });
  world.wait(100);
  await iam.updateAssumeRolePolicy({ ...role, PolicyDocument: PODS_TRUST.replace('pods.eks', 'ec2') });
  world.wait(1200);
  const [attached, updated] = fake.records
    .slice(before)
    .map((one, at) => by(one, ['mallory', 'bob'][at] ?? ''));
  const both = await recorder.run('second', undefined, { lookup: historyOf([attached, updated]) });
  expect(both.differences).toMatchObject([
    {
      origin: 'missed',
      explanation: { eventName: 'UpdateAssumeRolePolicy', actor: `arn:aws:iam::${ACCOUNT}:user/bob` },
      reason: expect.stringMatching(
        /^policies \S+AdministratorAccess is by AttachRolePolicy of \S+user\/mallory at /,
      ),
    },
  ]);
});

test('of what the history tells only a part the rest is said to have no record', async () => {
  const { world, recorder } = await known();
  const { iam, fake } = world;
  await iam.attachRolePolicy({ ...role, PolicyArn: ADMIN });
  await iam.updateAssumeRolePolicy({ ...role, PolicyDocument: PODS_TRUST.replace('pods.eks', 'ec2') });
  const updated = fake.records.slice(-1);
  world.wait(1200);
  const { differences } = await recorder.run('second', undefined, { lookup: historyOf(updated) });
  expect(differences).toMatchObject([
    { origin: 'missed', reason: expect.stringMatching(/^no record tells of \S+ \S+AdministratorAccess$/) },
  ]);
});

test('whoever undid what was approved is not named for it', async () => {
  const { world, recorder } = await known();
  const { iam, fake } = world;
  const item = await recorder.harness.store.load(roleArn('app'));
  if (item === undefined) throw new Error('not recorded');
  const { key, kind, account, region } = item;
  const approved = { by: 'grace', at: '2026-03-12T07:40:00Z', reason: null };
  const approvable = approvableOf(item);
  if ('refused' in approvable) throw new Error(approvable.refused);
  const { state } = approvable;
  await recorder.state.putApproval({ key, kind, account, region, state, ...approved });
  const before = fake.records.length;
  for (const call of ['attachRolePolicy', 'detachRolePolicy', 'attachRolePolicy'] as const) {
    world.wait(60);
    await iam[call]({ ...role, PolicyArn: ADMIN });
  }
  const [attached, detached, again] = fake.records.slice(before);
  await recorder.deliver([by(attached, 'alice'), by(detached, 'bob')]);
  world.wait(1200);
  const lookup = historyOf([by(again, 'mallory')]);
  const { differences } = await recorder.run('second', undefined, { lookup });
  const mallory = `arn:aws:iam::${ACCOUNT}:user/mallory`;
  expect(differences.map(({ type, explanation }) => [type, explanation?.actor]).sort()).toEqual([
    ['changed', mallory],
    ['unapproved', mallory],
  ]);
});

test('a history that was cut off is not said to have no record, but where it goes back as far as what is recorded', async () => {
  const { world, recorder } = await known();
  await world.iam.attachRolePolicy({ ...role, PolicyArn: ADMIN });
  world.wait(3600);
  const backTo = (time: string) => async () => ({ records: [], backTo: time });
  const second = await recorder.run('second', undefined, { lookup: backTo('2026-03-12T08:00:00Z') });
  expect(originsOf(second)).toEqual({
    [roleArn('app')]: [
      'not-asked',
      'the event history has more records than were looked at, those since 2026-03-12T08:00:00Z',
    ],
  });
  await world.iam.detachRolePolicy({ ...role, PolicyArn: ADMIN });
  world.wait(3600);
  const third = await recorder.run('third', undefined, { lookup: backTo('2026-03-12T07:00:00Z') });
  expect(third.differences.map(({ origin }) => origin)).toEqual(['out-of-band']);
});

function by(record: JsonObject | undefined, user: string): JsonObject {
  const userIdentity = { ...(record?.userIdentity as JsonObject) };
  return {
    ...record,
    userIdentity: { ...userIdentity, arn: `arn:aws:iam::${ACCOUNT}:user/${user}`, userName: user },
  };
}
