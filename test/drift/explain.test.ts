import type { JsonObject, JsonValue } from '@podguard/core';
import {
  approvableOf,
  createExplain,
  createPlan,
  createScan,
  type LookupQuery,
  loadFindings,
  type RunFindings,
  startRun,
} from '@podguard/drift';
import { expect, test } from 'vitest';
import { ACCOUNT, historyOf, PODS_TRUST, roleArn } from './drift-world.ts';
import { ADMIN, known, role } from './known-account.ts';

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

test('no more differences are looked up than is wanted, those first on which the gravest is open', async () => {
  const { world, recorder } = await known();
  await world.iam.createRole({ RoleName: 'a', AssumeRolePolicyDocument: PODS_TRUST });
  await world.iam.attachRolePolicy({ ...role, PolicyArn: ADMIN });
  world.wait(1200);
  const { differences } = await recorder.run('second', undefined, { lookups: 1 });
  const origins = Object.fromEntries(differences.map(({ key, origin, reason }) => [key, { origin, reason }]));
  expect(origins[roleArn('a')]).toEqual({
    origin: 'not-asked',
    reason: 'no more than 1 differences of a run are looked up',
  });
  expect(origins[roleArn('app')]?.origin).toBe('out-of-band');
});

test('that the event history does not answer is the reason why a difference is not explained', async () => {
  const { world, recorder } = await known();
  await world.iam.createRole({ RoleName: 'new', AssumeRolePolicyDocument: PODS_TRUST });
  world.wait(1200);
  const denied = Object.assign(new Error('you may not'), { name: 'AccessDeniedException' });
  const lookup = () => Promise.reject(denied);
  const { differences } = await recorder.run('second', undefined, { lookup });
  expect(differences).toMatchObject([{ origin: 'not-asked', reason: 'denied: you may not' }]);
});

test('explaining goes on where it ended when its time was over, until each difference has an answer', async () => {
  const { world, recorder } = await known();
  for (const RoleName of ['a', 'b', 'c'])
    await world.iam.createRole({ RoleName, AssumeRolePolicyDocument: PODS_TRUST });
  world.wait(1200);
  const { account, now } = recorder.deps.reading;
  const run = await startRun({ state: recorder.state, account, now }, 'second');
  const asked: string[] = [];
  const deps = {
    ...recorder.deps,
    lookup: async (query: LookupQuery) => {
      if ('resourceName' in query) asked.push(query.resourceName);
      return { records: [], backTo: null };
    },
  };
  const shards = await createPlan(deps)(run);
  await createScan(deps)(run, shards, () => 60_000);
  let steps = 0;
  for (let done = false; !done; steps += 1) {
    const before = asked.length;
    const remainingMs = () => (asked.length - before > 1 ? 0 : 60_000);
    done = (await createExplain(deps)(run, remainingMs)).done;
  }
  expect(steps).toBeGreaterThan(1);
  const { differences } = await loadFindings(deps.results, run);
  expect(differences.map(({ origin }) => origin)).not.toContain('missed');
  expect(differences).toHaveLength(3);
  expect(differences.filter(({ reason }) => reason === 'the event history was not asked yet')).toEqual([]);
});

test('what may still come is not decided, and is drift of the next run where it never came', async () => {
  const { world, recorder } = await known();
  const before = world.fake.records.length;
  await world.iam.attachRolePolicy({ ...role, PolicyArn: ADMIN });
  await world.iam.createRole({ RoleName: 'new', AssumeRolePolicyDocument: PODS_TRUST });
  await world.iam.createRole({ RoleName: 'other', AssumeRolePolicyDocument: PODS_TRUST });
  world.wait(60);
  const [attached, made] = world.fake.records.slice(before);
  // The history is behind, too.
  const second = await recorder.run('second', undefined, { onProgress: () => {} });
  expect(originsOf(second)).toEqual({
    [roleArn('app')]: ['late', 'its event may still come'],
    [roleArn('new')]: ['late', 'its event may still come'],
    [roleArn('other')]: ['late', 'its event may still come'],
  });
  await recorder.deliver([made as JsonObject]);
  world.wait(60);
  // Soon after it was read.
  await world.iam.deleteRole({ RoleName: 'new' });
  await recorder.deliver(world.fake.records.slice(-1));
  world.wait(86_400);
  const third = await recorder.run('third', undefined, { lookup: historyOf([attached, made]) });
  expect(originsOf(third)).toEqual({
    [roleArn('app')]: ['missed', null],
    [roleArn('new')]: ['late', 'its event came meanwhile'],
    [roleArn('other')]: ['out-of-band', expect.stringMatching(/the last 90 days had no record of it$/)],
  });
  world.wait(86_400);
  expect((await recorder.run('fourth')).differences).toEqual([]);
});

test('one whose record is new is decided by the next run as well', async () => {
  const { world, recorder } = await known();
  const before = world.fake.records.length;
  await world.iam.attachRolePolicy({ ...role, PolicyArn: ADMIN });
  world.wait(60);
  const lookup = historyOf(world.fake.records.slice(before));
  const onProgress = () => {};
  expect((await recorder.run('second', undefined, { lookup, onProgress })).differences).toMatchObject([
    { origin: 'late', explanation: { eventName: 'AttachRolePolicy' } },
  ]);
  world.wait(86_400);
  expect((await recorder.run('third', undefined, { lookup })).differences).toMatchObject([
    { origin: 'missed', explanation: { eventName: 'AttachRolePolicy' } },
  ]);
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

test('more than can be kept for the next run is told now', async () => {
  const { world, recorder } = await known();
  const filler = (at: number) => PODS_TRUST.replace('{', `{"Id":"${'x'.repeat(2_000)}${at}",`);
  for (let at = 0; at < 95; at += 1)
    await world.iam.createRole({ RoleName: `r${at}`, AssumeRolePolicyDocument: filler(at) });
  world.wait(60);
  const { differences } = await recorder.run('second', undefined, { onProgress: () => {} });
  const count = (origin: string) => differences.filter((one) => one.origin === origin).length;
  expect([differences.length, count('late') > 0, count('not-asked') > 0]).toEqual([95, true, true]);
  world.wait(86_400);
  expect((await recorder.run('third')).differences).toHaveLength(count('late'));
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

test('those that are not looked up are kept at once, however many', async () => {
  const { world, recorder } = await known();
  for (let at = 0; at < 45; at += 1)
    await world.iam.createRole({ RoleName: `r${at}`, AssumeRolePolicyDocument: PODS_TRUST });
  world.wait(1200);
  const kept: string[] = [];
  const results = {
    ...recorder.deps.results,
    put: async (run: string, name: string, value: JsonValue) => {
      if (name.includes('/explained/')) kept.push(name);
      await recorder.deps.results.put(run, name, value);
    },
  };
  const { differences } = await recorder.run('second', undefined, { lookups: 1, results });
  expect([differences.length, kept.length]).toEqual([45, 2]);
});

const originsOf = ({ differences }: Pick<RunFindings, 'differences'>) =>
  Object.fromEntries(differences.map(({ key, origin, reason }) => [key, [origin, reason]]));

function by(record: JsonObject | undefined, user: string): JsonObject {
  const userIdentity = { ...(record?.userIdentity as JsonObject) };
  return {
    ...record,
    userIdentity: { ...userIdentity, arn: `arn:aws:iam::${ACCOUNT}:user/${user}`, userName: user },
  };
}
