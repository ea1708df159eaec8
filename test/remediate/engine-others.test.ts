import type { Remediation } from '@podguard/core';
import { expect, test } from 'vitest';
import {
  approvedIn,
  auto,
  badWorld,
  begin,
  HOUR,
  KEY,
  MINUTE,
  proposedIn,
  refusedBy,
} from './engine-steps.ts';
import { makeBad, PIPELINE, RULE, refOf, type World } from './engine-world.ts';

/** As many that shadow mode recorded, of others. */
async function shadows(world: World, one: Remediation, count: number): Promise<void> {
  const { plan } = one;
  if (plan === null) throw new Error('there is no plan');
  for (let at = 0; at < count; at += 1) {
    const target = { ...plan.target, key: `other-${at}` };
    await world.state.saveRemediation({
      ...one,
      ...{ id: `rm-other-${at}`, version: 1, status: 'shadow', mode: 'shadow', key: target.key },
      ...{
        finding: `pg-${at}`,
        plan: { ...plan, target },
        createdAt: new Date(world.clock + at).toISOString(),
      },
    });
  }
}

async function readBy(world: World, count: number): Promise<void> {
  const edge = { dependentKind: 'iam-role', target: KEY, since: '2026-03-01T09:00:00Z' } as const;
  const dependents = Array.from({ length: count }, (_, at) => `arn:aws:iam::111122223333:role/r${at}`);
  await world.store.putEdges(dependents.map((dependent) => ({ ...edge, dependent })));
}

test.for([
  [200, 'verified'],
  [201, 'refused'],
] as const)('what %i others read is, in auto, %s', async ([count, status]) => {
  const world = await badWorld({ remediation: auto });
  await readBy(world, count);
  const { remediation } = await world.use().begin(begin);
  expect(remediation?.status).toBe(status);
  expect(world.calls).toHaveLength(status === 'refused' ? 0 : 2);
});

test('what more read than can be tried is planned for who insists, and the plan says so', async () => {
  const world = await badWorld();
  await readBy(world, 201);
  const ask = (forced: boolean) => world.use().preview(refOf(KEY), { forced, by: 'anna' });
  expect((await ask(false)).refusal).toContain('201 others read it');
  expect((await ask(true)).remediation.plan?.facts).toEqual([
    '201 others read it: what becomes of their findings was tried on some of them only',
  ]);
});

test('a proposal ends with its finding, and keeps no later one waiting', async () => {
  const world = await badWorld();
  const { id } = await proposedIn(world);
  world.change(KEY, { httpTokens: 'required' });
  await world.deliver();
  await world.use().sweep();
  const one = await world.state.loadRemediation(id);
  expect(one?.history.at(-1)).toMatchObject({
    ...{ status: 'expired', note: 'the finding is not open any more' },
  });
  expect(world.told.map(({ status }) => status)).toEqual(['proposed', 'expired']);
  world.clock += HOUR;
  await makeBad(world);
  const { remediation } = await world.use().begin({ ...begin, transition: 't-2' });
  expect(remediation?.status).toBe('proposed');
});

test('a proposal that people think about keeps auto from nothing', async () => {
  const world = await badWorld({ remediation: auto });
  const proposing = {
    ...world.config,
    remediation: { ...world.config.remediation, rules: { [RULE]: 'propose' } },
  };
  const { remediation: proposed } = await world.use({ config: proposing as never }).begin(begin);
  expect(proposed?.status).toBe('proposed');
  const { remediation } = await world.use().begin({ ...begin, transition: 't-2' });
  expect(remediation?.status).toBe('verified');
  await world.use().sweep();
  expect((await world.state.loadRemediation(proposed?.id ?? ''))?.status).toBe('expired');
});

test('however much is recorded of others, what was applied is known', async () => {
  const world = await badWorld({ instances: 20 });
  const one = await proposedIn(world);
  await shadows(world, one, 600);
  await world.use().approve(one.id, 'anna', one.planHash);
  expect((await world.use().proceed(one.id))?.status).toBe('verified');
  const budget = { perHour: 1, perKindPerHour: 1, share: 1 };
  const config = { ...world.config, remediation: { ...world.config.remediation, budget } };
  const key = KEY.replace(/0$/, '1');
  await makeBad(world, key);
  const { remediation } = await world.use({ config }).preview(refOf(key), { forced: false, by: 'anna' });
  expect(refusedBy(remediation)).toEqual(['in-budget']);
});

test('however much is recorded of others, changes by others are told', async () => {
  const world = await badWorld();
  const one = await approvedIn(world);
  await shadows(world, one, 250);
  world.clock += MINUTE;
  world.onCall = () => {
    world.change(KEY, { hopLimit: 7 }, PIPELINE);
    world.onCall = null;
  };
  await world.use({ tell: null }).proceed(one.id);
  await world.deliver();
  world.clock += 9 * MINUTE;
  await world.use().sweep();
  expect((await world.state.loadRemediation(one.id))?.foreign).toMatchObject([{ by: PIPELINE }]);
});
