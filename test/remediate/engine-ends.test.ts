import { type Remediation, ServiceError } from '@podguard/core';
import { expect, test } from 'vitest';
import { approvedIn, BAD, badWorld, begin, HOUR, KEY, MINUTE, verifiedIn } from './engine-steps.ts';
import { instance, makeBad, makeWorld, PIPELINE, refOf, type World } from './engine-world.ts';

test('a change by others between reading and writing is told of', async () => {
  const world = await badWorld();
  const { id } = await approvedIn(world);
  let isFirst = true;
  world.onCall = () => {
    if (isFirst) world.change(KEY, { hopLimit: 7 }, PIPELINE);
    isFirst = false;
  };
  await world.use().proceed(id);
  expect(await world.use().watch(id)).not.toBe(null);
  await world.deliver();
  await world.use().watch(id);
  await world.use().watch(id);
  const one = await world.state.loadRemediation(id);
  expect(one?.foreign).toMatchObject([{ by: PIPELINE, eventName: 'ModifyInstanceMetadataOptions' }]);
  expect(world.told.filter(({ foreign }) => foreign.length > 0)).toHaveLength(1);
  world.clock += 16 * MINUTE;
  expect(await world.use().watch(id)).toBe(null);
});

test('a rollback refuses what is not as it was left, unless somebody insists', async () => {
  const world = await badWorld();
  const { id } = await verifiedIn(world);
  const how = { forced: false, by: 'anna', dryRun: false };
  world.change(KEY, { hopLimit: 4 });
  const calls = world.calls.length;
  const refused = await world.use().rollback(id, how);
  expect(refused.refusal).toContain('neither: hopLimit');
  expect(world.calls).toHaveLength(calls);
  expect((await world.use().rollback(id, { ...how, forced: true, dryRun: true })).refusal).toBe(null);
  expect(world.calls).toHaveLength(calls);
  expect((await world.use().rollback(id, { ...how, forced: true })).remediation?.status).toBe('undone');
  expect(world.account.get(KEY)).toEqual(BAD);
  expect((await world.use().rollback(id, how)).refusal).toContain('nothing to undo');
  expect((await world.use().rollback('rm-none', how)).refusal).toContain('there is no remediation');
});

test('what a repair left between two calls is taken back, unless somebody changed it since', async () => {
  const world = await badWorld();
  const { id } = await approvedIn(world);
  let calls = 0;
  const perform: ReturnType<typeof world.deps>['perform'] = (step, of) => {
    calls += 1;
    return calls > 1 ? Promise.reject(new Error('no answer')) : world.deps().perform(step, of);
  };
  expect((await world.use({ perform }).proceed(id))?.status).toBe('failed');
  const how = { forced: false, by: 'anna', dryRun: false };
  world.change(KEY, { hopLimit: 4 });
  expect((await world.use().rollback(id, how)).refusal).toContain('neither: hopLimit');
  world.change(KEY, { hopLimit: BAD.hopLimit });
  expect((await world.use().rollback(id, how)).remediation?.status).toBe('undone');
  expect(world.account.get(KEY)).toEqual(BAD);
});

test('an undoing that changes nothing is no undoing', async () => {
  const world = await badWorld();
  const { id } = await verifiedIn(world);
  const how = { forced: false, by: 'anna', dryRun: false };
  const { remediation, refusal } = await world.use({ perform: async () => ({}) }).rollback(id, how);
  expect(remediation?.status).toBe('failed');
  expect(refusal).toContain('it could not be undone: as planned: hopLimit, httpTokens');
  expect((await world.use().rollback(id, how)).remediation?.status).toBe('undone');
});

test('an undoing that dies leaves nothing open, and can be asked for again', async () => {
  const world = await badWorld();
  const { id } = await verifiedIn(world);
  const how = { forced: false, by: 'anna', dryRun: false };
  const perform = () => new Promise<never>(() => {});
  void world.use({ perform }).rollback(id, how);
  await expect.poll(async () => (await world.state.loadRemediation(id))?.status).toBe('undoing');
  expect((await world.use().rollback(id, how)).refusal).toContain('undoing');
  world.clock += 10 * MINUTE;
  await world.use().sweep();
  expect((await world.state.loadRemediation(id))?.status).toBe('failed');
  expect((await world.use().rollback(id, how)).remediation?.status).toBe('undone');
});

test('a rollback of what cannot be read is refused, whoever insists', async () => {
  const world = await badWorld();
  const { id } = await verifiedIn(world);
  world.readFails = { outcome: 'slow', reason: 'no answer' };
  const { refusal } = await world.use().rollback(id, { forced: true, by: 'anna', dryRun: false });
  expect(refusal).toContain('not known');
});

test('a call that AWS refuses ends it, and says that nothing was changed', async () => {
  const world = await badWorld();
  const { id } = await approvedIn(world);
  const perform = async () => {
    throw Object.assign(new Error('not allowed'), { name: 'UnauthorizedOperation' });
  };
  const one = await world.use({ perform }).proceed(id);
  expect(one?.status).toBe('failed');
  expect(one?.history.at(-1)?.note).toContain('nothing was changed');
  expect(one?.applied?.unchanged).toBe('refused');
  const { refusal } = await world.use().rollback(id, { forced: false, by: 'anna', dryRun: false });
  expect(refusal).toContain('nothing to undo');
});

test('what else is changed by it is no success', async () => {
  const world = await badWorld();
  const { id } = await approvedIn(world);
  const perform = async (...asked: Parameters<ReturnType<World['deps']>['perform']>) => {
    const answer = await world.deps().perform(...asked);
    world.profile = `arn:aws:iam::111122223333:instance-profile/other`;
    return answer;
  };
  const one = await world.use({ perform }).proceed(id);
  expect(one?.status).toBe('failed');
  expect(one?.history.at(-1)?.note).toContain('changed besides: profileArn');
});

test('no step is called after the lease', async () => {
  const world = await badWorld();
  const { id } = await approvedIn(world);
  world.onCall = () => {
    world.clock += HOUR;
  };
  const one = await world.use().proceed(id);
  expect(world.calls).toHaveLength(1);
  expect(one?.history.at(-1)?.note).toContain('the time for it was over');
});

test('what could not be told is told by the next sweep, with all that came since', async () => {
  const world = await badWorld();
  const deaf = world.use({ tell: () => Promise.reject(new Error('nobody listens')) });
  await expect(deaf.begin(begin)).rejects.toThrow('nobody listens');
  expect(world.told).toEqual([]);
  await world.use().sweep();
  await world.use().sweep();
  expect(world.told.map(({ status }) => status)).toEqual(['proposed']);
});

test('of what was applied none may be missed: where one cannot be read nothing more is applied, and that is told', async () => {
  const world = await badWorld();
  const done = await verifiedIn(world);
  world.change(KEY, { httpTokens: 'optional' });
  await world.deliver();
  world.clock += 2 * HOUR;
  const { remediation: next } = await world.use().begin({ ...begin, transition: 't-2' });
  await world.use().approve(next?.id ?? '', 'anna', next?.planHash ?? '');
  const broken = new ServiceError('item-malformed', 'rm-broken cannot be read');
  const remediations: typeof world.state = {
    ...world.state,
    loadRemediation: (id) => (id === done.id ? Promise.reject(broken) : world.state.loadRemediation(id)),
  };
  await expect(world.use({ remediations }).sweep()).rejects.toThrow('rm-broken');
  expect((await world.state.loadRemediation(next?.id ?? ''))?.status).toBe('approved');
  await world.use().sweep();
  expect((await world.state.loadRemediation(next?.id ?? ''))?.status).toBe('verified');
});

test('who fails holds up no other in a sweep', async () => {
  const world = await makeWorld({ instances: 2 });
  for (const which of [0, 1]) await makeBad(world, instance(which));
  for (const which of [0, 1])
    await world.use().begin({ ...refOf(instance(which)), transition: `t-${which}` });
  world.clock += 25 * HOUR;
  let count = 0;
  const tell = async (one: Remediation) => {
    count += 1;
    if (count === 1) throw new Error('nobody listens');
    world.told.push(one);
  };
  await expect(world.use({ tell }).sweep()).rejects.toThrow('nobody listens');
  expect(world.told.at(-1)?.status).toBe('expired');
});
