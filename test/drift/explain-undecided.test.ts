import type { JsonObject, JsonValue } from '@podguard/core';
import {
  createExplain,
  createPlan,
  createScan,
  type LookupQuery,
  loadFindings,
  startRun,
} from '@podguard/drift';
import { expect, test } from 'vitest';
import { historyOf, PODS_TRUST, roleArn } from './drift-world.ts';
import { ADMIN, known, originsOf, role } from './known-account.ts';

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
