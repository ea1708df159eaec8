import { expect, test } from 'vitest';
import {
  approvedIn,
  auto,
  BAD,
  badWorld,
  begin,
  HOUR,
  KEY,
  MINUTE,
  refusedBy,
  spentIn,
} from './engine-steps.ts';
import { instance, isOpen, makeBad, makeWorld, PIPELINE, RULE, refOf } from './engine-world.ts';

test('the same transition delivered to several at once is done once', async () => {
  const world = await badWorld({ remediation: auto });
  await Promise.all([1, 2, 3].map(() => world.use().begin(begin)));
  await world.use().sweep();
  expect(world.calls).toHaveLength(2);
});

test('what Podguard undid is not done again by it', async () => {
  const world = await badWorld({ remediation: { ...auto, coolDownMinutes: 1 } });
  const { remediation } = await world.use().begin(begin);
  await world.deliver();
  await world.use().rollback(remediation?.id ?? '', { forced: false, by: 'anna', dryRun: false });
  await world.deliver();
  world.clock += HOUR;
  expect(await isOpen(world)).toBe(true);
  const next = await world.use().begin({ ...begin, transition: 't-2' });
  expect(next.remediation && refusedBy(next.remediation)).toEqual(['not-our-own']);
  expect(world.account.get(KEY)).toEqual(BAD);
});

test('a pipeline that changes it back wins after two rounds, and people are told', async () => {
  const world = await badWorld({
    instances: 20,
    remediation: { ...auto, coolDownMinutes: 10 },
  });
  const ends: unknown[] = [];
  for (let round = 0; round < 5; round += 1) {
    const { remediation } = await world.use().begin({ ...begin, transition: `t-${round}` });
    ends.push(remediation?.status);
    await world.deliver();
    world.clock += 20 * MINUTE;
    world.change(KEY, { httpTokens: 'optional', hopLimit: 2 }, PIPELINE);
    await world.deliver();
    world.clock += 5 * MINUTE;
  }
  expect(ends).toEqual(['verified', 'verified', 'refused', 'refused', 'refused']);
  expect(world.calls).toHaveLength(4);
  expect(world.told.at(-1)?.history.at(-1)?.note).toContain('has to be asked');
});

test('where others took the last of this hour nothing is called before the next, and it says why', async () => {
  const world = await badWorld({ instances: 20, remediation: { budget: { perHour: 2 } } });
  const { id } = await approvedIn(world);
  const at = new Date(world.clock);
  const waiting = await world.use({ state: spentIn(world) }).proceed(id);
  expect(waiting?.history.at(-1)).toMatchObject({
    status: 'approved',
    note: 'not now: in-budget: the budget is spent: 2 in an hour',
  });
  expect(waiting?.guards).toMatchObject([{ guard: 'in-budget', until: nextHourOf(at) }]);
  expect(world.calls).toEqual([]);
  world.clock += HOUR;
  expect((await world.use().proceed(id))?.status).toBe('verified');
});

test('one whose answers of the store were lost takes one of this hour, and no second', async () => {
  const world = await badWorld({ instances: 4, remediation: { budget: { perHour: 1 } } });
  const { id } = await approvedIn(world);
  let lost = 0;
  const replaceMark: typeof world.state.replaceMark = async (name, ...mark) => {
    const replaced = await world.state.replaceMark(name, ...mark);
    // The SDK asks once more, and hears that the mark is not as it was.
    if (!name.startsWith('remediations 2') || lost > 0) return replaced;
    lost += 1;
    return world.state.replaceMark(name, ...mark);
  };
  const state = { ...world.state, replaceMark };
  expect((await world.use({ state }).proceed(id))?.status).toBe('verified');
  expect(lost).toBe(1);
});

test('the budget of an hour holds for several at once, and for those who ask by command', async () => {
  const world = await makeWorld({
    instances: 4,
    remediation: { rules: { [RULE]: 'auto' }, budget: { perHour: 2, perKindPerHour: 5, share: 1 } },
  });
  const keys = [0, 1, 2, 3].map(instance);
  for (const key of keys) await makeBad(world, key);
  await Promise.all(keys.map((key) => world.use().begin({ ...refOf(key), transition: key })));
  await world.use().sweep();
  expect(new Set(world.calls.map(({ remediation }) => remediation)).size).toBeLessThanOrEqual(2);
  for (const key of keys)
    await world
      .use()
      .request(refOf(key), { forced: true, by: 'anna' })
      .catch(() => {});
  expect(new Set(world.calls.map(({ remediation }) => remediation)).size).toBe(2);
  world.clock += 2 * HOUR;
  await world.use().sweep();
  expect(new Set(world.calls.map(({ remediation }) => remediation)).size).toBeGreaterThan(2);
});

test('of a kind a part at most is done in an hour, and one at least', async () => {
  const world = await makeWorld({ instances: 3, remediation: { rules: { [RULE]: 'auto' } } });
  for (const which of [0, 1, 2]) await makeBad(world, instance(which));
  for (const which of [0, 1, 2])
    await world.use().begin({ ...refOf(instance(which)), transition: `t-${which}` });
  expect(world.calls).toHaveLength(2);
});

test('two that change the same resource at once: one of them waits', async () => {
  const world = await badWorld({ remediation: { ...auto, budget: { share: 1 } } });
  await Promise.all(['t-1', 't-2'].map((transition) => world.use().begin({ ...begin, transition })));
  await world.use().sweep();
  const applied = (await world.state.listRemediations(10)).filter(({ status }) => status === 'verified');
  expect(applied.length).toBeLessThanOrEqual(1);
  expect(world.calls.length).toBeLessThanOrEqual(2);
});

test('a finding of an exempt resource, or of a denied one, is left alone', async () => {
  const world = await badWorld({
    remediation: { ...auto, deny: { resources: ['*instance/i-0'] } },
  });
  const { remediation } = await world.use().begin(begin);
  expect(remediation && refusedBy(remediation)).toEqual(['not-denied']);
  expect(world.calls).toEqual([]);
});

function nextHourOf(at: Date): string {
  return new Date(Math.ceil(at.getTime() / HOUR) * HOUR).toISOString();
}
