import {
  createExplain,
  createPlan,
  createScan,
  type LookupQuery,
  loadFindings,
  startRun,
} from '@podguard/drift';
import { expect, test } from 'vitest';
import { ACCOUNT, PODS_TRUST, roleArn } from './drift-world.ts';
import { ADMIN, known, role } from './known-account.ts';

test('a difference whose event comes before it is explained is late, and one that the history has as well', async () => {
  const { world, recorder } = await known();
  const { iam, fake } = world;
  const before = fake.records.length;
  await iam.attachRolePolicy({ ...role, PolicyArn: ADMIN });
  await iam.createRole({ RoleName: 'new', AssumeRolePolicyDocument: PODS_TRUST });
  world.wait(120);
  const [attached, made] = fake.records.slice(before);
  const lookup = async () => [made];
  const engine = recorder.deps.engine;
  const late = {
    apply: async (change: Parameters<typeof engine.apply>[0]) => {
      const outcome = await engine.apply(change);
      // While the run goes on.
      if (change.key === roleArn('app') && attached !== undefined) await recorder.deliver([attached]);
      return outcome;
    },
  };
  const { differences } = await recorder.run('second', undefined, { engine: late, lookup });
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
  const { account, regions, now } = recorder.deps.reading;
  const run = await startRun({ state: recorder.state, account, regions, now }, 'second');
  const asked: string[] = [];
  const deps = {
    ...recorder.deps,
    lookup: async (query: LookupQuery) => {
      if ('resourceName' in query) asked.push(query.resourceName);
      return [];
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
