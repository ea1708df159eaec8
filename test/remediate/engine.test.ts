import { expect, test } from 'vitest';
import { approvedIn, auto, badWorld, begin, KEY, MINUTE, proposedIn, refusedBy } from './engine-steps.ts';
import { ADMIN, isOpen, makeBad, makeWorld, RULE, refOf, twoSteps, type World } from './engine-world.ts';

test('what is verified ends its finding without an event', async () => {
  const world = await badWorld();
  const { remediation } = await world.use().request(refOf(KEY), { forced: false, by: 'anna' });
  expect(remediation.status).toBe('verified');
  expect(await isOpen(world)).toBe(false);
});

test('a preview says what would be done and writes nothing', async () => {
  const world = await badWorld();
  world.account.set(KEY, { httpTokens: 'optional', hopLimit: 3 });
  const before = await world.store.load(KEY);
  const { remediation, refusal } = await world.use().preview(refOf(KEY), { forced: false, by: 'anna' });
  expect(refusal).toBe(null);
  expect(remediation.plan?.summary).toBe('Require tokens, and one hop');
  expect(refusedBy(remediation)).toEqual(['live-as-judged']);
  expect(await world.store.load(KEY)).toEqual(before);
  expect(await world.state.listRemediations(10)).toEqual([]);
});

test('a rule that is off is left alone', async () => {
  const world = await badWorld({ remediation: { rules: {} } });
  expect(await world.use().begin(begin)).toEqual({ remediation: undefined, again: null });
});

test('what has not settled is looked at again when it has', async () => {
  const world = await makeWorld({ remediation: auto });
  await makeBad(world);
  world.clock -= 100_000;
  const { remediation, again } = await world.use().begin(begin);
  expect(remediation).toBe(undefined);
  expect(again?.toISOString()).toBe('2026-03-01T10:02:00.000Z');
  world.clock = again?.getTime() ?? 0;
  expect((await world.use().begin(begin)).remediation?.status).toBe('verified');
});

test('shadow records what auto would have done, and neither does nor tells it', async () => {
  const world = await badWorld({ remediation: { rules: { [RULE]: 'shadow' } } });
  const { remediation } = await world.use().begin(begin);
  expect(remediation).toMatchObject({ status: 'shadow', mode: 'shadow' });
  await world.use().sweep();
  expect([world.calls, world.told]).toEqual([[], []]);
});

test('where the account is otherwise than it was judged, it waits until that is judged', async () => {
  const world = await badWorld();
  const { id } = await approvedIn(world);
  world.profile = 'arn:aws:iam::111122223333:instance-profile/nodes';
  const one = await world.use().proceed(id);
  expect(one?.status).toBe('approved');
  expect(one && refusedBy(one)).toContain('live-as-judged');
  expect(world.calls).toEqual([]);
  world.clock += 5 * MINUTE;
  expect((await world.use().proceed(id))?.status).toBe('verified');
});

test.for([
  ['denied', 'refused'],
  ['slow', undefined],
] as const)('nothing is done where the read is %s', async ([outcome, status]) => {
  const world = await badWorld({ remediation: auto });
  world.readFails = { outcome, reason: 'no answer' };
  const { remediation, again } = await world.use().begin(begin);
  expect(remediation?.status).toBe(status);
  expect(again === null).toBe(status !== undefined);
  expect(world.calls).toEqual([]);
});

test.for([
  [0, 'failed', 'interrupted before it changed anything'],
  [1, 'failed', 'interrupted: as planned: httpTokens; as before: hopLimit'],
  [2, 'verified', 'Require tokens, and one hop; it was interrupted then'],
] as const)(
  'a worker that dies after %i calls: nobody calls again, and it ends as it is',
  async ([done, status, note]) => {
    const world = await badWorld();
    const { id } = await approvedIn(world);
    let calls = 0;
    const perform: ReturnType<World['deps']>['perform'] = (step, of) => {
      calls += 1;
      return calls > done ? new Promise(() => {}) : world.deps().perform(step, of);
    };
    const dead = { perform, ...(done === 2 ? { pause: () => new Promise(() => {}) } : {}) };
    if (done === 2) {
      // It dies while it reads what it did, after a look for the plan and one before the first call.
      let reads = 0;
      const read: ReturnType<World['deps']>['read'] = (key) => {
        reads += 1;
        return reads > 2 ? new Promise(() => {}) : world.deps().read(key);
      };
      void world.use({ ...dead, read }).proceed(id);
    } else void world.use(dead).proceed(id);
    await expect.poll(() => calls).toBeGreaterThanOrEqual(Math.min(done + 1, 2));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const use = world.use();
    expect((await use.proceed(id))?.status).toBe('applying');
    world.clock += 10 * MINUTE;
    await use.sweep();
    const one = await world.state.loadRemediation(id);
    expect(one).toMatchObject({ status, lease: null });
    expect(one?.history.at(-1)?.note).toBe(note);
    expect(world.calls).toHaveLength(done);
    expect(world.told.at(-1)?.status).toBe(status);
  },
);

test('a way that does not end the finding is not taken, and the next one is', async () => {
  const remediator = {
    ...twoSteps,
    plan: (...asked: Parameters<typeof twoSteps.plan>) => {
      const [draft] = twoSteps.plan(...asked) as readonly [never];
      const useless = { ...(draft as object), summary: 'Only one hop', after: { hopLimit: 1 } };
      return [useless as never, draft];
    },
  };
  const world = await badWorld({ remediators: [remediator] });
  expect((await proposedIn(world)).plan?.summary).toBe('Require tokens, and one hop');
  const only = {
    ...remediator,
    plan: (...asked: Parameters<typeof twoSteps.plan>) => remediator.plan(...asked).slice(0, 1),
  };
  const preview = await world.use({ remediators: [only] }).preview(refOf(KEY), { forced: false, by: 'anna' });
  expect(preview.refusal).toContain('the finding would not end by it');
});

test('asking for a finding that is not open says so', async () => {
  const world = await makeWorld();
  await expect(world.use().request(refOf(KEY), { forced: false, by: ADMIN })).rejects.toThrow('is not open');
});
