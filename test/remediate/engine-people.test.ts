import { expect, test } from 'vitest';
import {
  approvedIn,
  auto,
  BAD,
  badWorld,
  begin,
  GOOD,
  HOUR,
  KEY,
  MINUTE,
  proposedIn,
  refusedBy,
  statuses,
  verifiedIn,
} from './engine-steps.ts';
import { makeBad, makeWorld, RULE, refOf } from './engine-world.ts';

test('a proposal that somebody approves is applied, verified, told, and undone', async () => {
  const world = await badWorld();
  const proposed = await proposedIn(world);
  expect(proposed.status).toBe('proposed');
  expect(proposed.plan?.fields).toEqual([
    { name: 'hopLimit', before: 2, after: 1 },
    { name: 'httpTokens', before: 'optional', after: 'required' },
  ]);
  expect(proposed.plan?.ends).toEqual([proposed.finding]);
  expect(world.calls).toEqual([]);
  const verified = await verifiedIn(world);
  expect(statuses(verified)).toEqual(['proposed', 'approved', 'applying', 'verified']);
  expect(world.account.get(KEY)).toEqual(GOOD);
  expect(world.told.map(({ status }) => status)).toEqual(['proposed', 'verified']);
  const undone = await world.use().rollback(verified.id, { forced: false, by: 'anna', dryRun: false });
  expect(undone).toMatchObject({ refusal: null, remediation: { status: 'undone' } });
  expect(world.account.get(KEY)).toEqual(BAD);
});

test('auto is approved by the service itself, and the same transition is done once', async () => {
  const world = await badWorld({ remediation: auto });
  const { remediation } = await world.use().begin(begin);
  expect(remediation).toMatchObject({ status: 'verified', approvals: [{ by: 'podguard' }] });
  await Promise.all([world.use().begin(begin), world.use().begin(begin)]);
  expect(world.calls).toHaveLength(2);
});

test.for([
  ['what a read showed', { rules: { [RULE]: 'auto' } }, 'drift'],
  ['what two people have to approve', { rules: { [RULE]: 'auto' }, twoPeople: ['low'] }, 'record'],
] as const)('in auto %s is only proposed', async ([, remediation, by]) => {
  const world = await makeWorld({ remediation });
  if (by === 'drift') {
    world.account.set(KEY, { httpTokens: 'optional', hopLimit: 2 });
    await world.use().begin(begin);
    const read = await world.deps().read(KEY);
    if (read.outcome === 'read') for (const change of read.changes) await world.engine.apply(change);
    world.clock += 5 * MINUTE;
  } else await makeBad(world);
  const { remediation: one } = await world.use().begin(begin);
  expect(one).toMatchObject({ status: 'proposed', mode: 'propose' });
  expect(world.calls).toEqual([]);
});

test('where two people are needed one and the same does not do', async () => {
  const world = await badWorld({ remediation: { rules: { [RULE]: 'propose' }, twoPeople: ['low'] } });
  const { id, planHash } = await proposedIn(world);
  const use = world.use();
  expect((await use.approve(id, 'anna', planHash)).outcome).toBe('one-more-needed');
  expect((await use.approve(id, 'anna', planHash)).outcome).toBe('already');
  await use.proceed(id);
  expect(world.calls).toEqual([]);
  expect((await use.approve(id, 'ben', planHash)).outcome).toBe('approved');
  expect((await use.proceed(id))?.status).toBe('verified');
});

test.for([
  ['in Slack, then by command', ['anna (slack U01234567)', 'arn:aws:iam::111122223333:user/anna']],
  ['by command, then in Slack', ['arn:aws:iam::111122223333:user/anna', 'anna (slack U01234567)']],
] as const)('who approves %s is not known to be two people', async ([, [first, second]]) => {
  const world = await badWorld({ remediation: { rules: { [RULE]: 'propose' }, twoPeople: ['low'] } });
  const { id, planHash } = await proposedIn(world);
  const use = world.use();
  expect((await use.approve(id, first, planHash)).outcome).toBe('one-more-needed');
  const doubted = await use.approve(id, second, planHash);
  expect(doubted).toMatchObject({ outcome: 'one-more-needed', remediation: { status: 'proposed' } });
  expect((await use.approve(id, second, planHash)).outcome).toBe('already');
  await use.proceed(id);
  expect(world.calls).toEqual([]);
  expect((await use.approve(id, first.replace('anna', 'ben').replace('U01', 'U02'), planHash)).outcome).toBe(
    'approved',
  );
  expect((await use.proceed(id))?.status).toBe('verified');
});

test('two people who ask for the same have approved it', async () => {
  const world = await badWorld({ remediation: { twoPeople: ['low'] } });
  const ask = (by: string) => world.use().request(refOf(KEY), { forced: false, by });
  expect((await ask('anna')).remediation.status).toBe('proposed');
  expect((await ask('anna')).remediation.status).toBe('proposed');
  expect(world.calls).toEqual([]);
  expect((await ask('ben')).remediation.status).toBe('verified');
});

test('who asks for the plan that was shown gets no other', async () => {
  const world = await badWorld();
  const how = { forced: false, by: 'anna' };
  const { planHash } = (await world.use().preview(refOf(KEY), how)).remediation;
  world.change(KEY, { hopLimit: 5 });
  await world.deliver();
  world.clock += 5 * MINUTE;
  const { refusal } = await world.use().request(refOf(KEY), { ...how, planHash });
  expect(refusal).toContain('another plan');
  expect(world.calls).toEqual([]);
});

test('people approve a plan and no other, in time, once, and what is there', async () => {
  const world = await badWorld();
  const { id, planHash } = await proposedIn(world);
  const use = world.use();
  expect((await use.approve('rm-none', 'anna', planHash)).outcome).toBe('not-found');
  expect((await use.approve(id, 'anna', 'other')).outcome).toBe('other-plan');
  world.clock += 25 * HOUR;
  expect((await use.approve(id, 'anna', planHash)).outcome).toBe('expired');
  expect((await use.reject(id, 'anna', 'no')).outcome).toBe('expired');
});

test('what is rejected stays rejected', async () => {
  const world = await badWorld();
  const { id, planHash } = await proposedIn(world);
  const use = world.use();
  expect((await use.reject(id, 'anna', 'not today')).outcome).toBe('rejected');
  expect((await use.reject(id, 'anna', 'not today')).outcome).toBe('already');
  expect((await use.reject(id, 'ben', 'never')).outcome).toBe('not-open');
  expect((await use.approve(id, 'anna', planHash)).outcome).toBe('not-open');
  expect((await use.proceed(id))?.status).toBe('rejected');
  expect(world.told.at(-1)?.history.at(-1)).toMatchObject({ by: 'anna', note: 'not today' });
});

test('a proposal that nobody approves expires, and people are told', async () => {
  const world = await badWorld();
  await proposedIn(world);
  world.clock += 25 * HOUR;
  await world.use().sweep();
  expect(world.told.map(({ status }) => status)).toEqual(['proposed', 'expired']);
});

test('what was mended meanwhile is not touched', async () => {
  const world = await badWorld();
  const { id } = await approvedIn(world);
  world.change(KEY, { httpTokens: 'required' });
  await world.deliver();
  expect((await world.use().proceed(id))?.status).toBe('refused');
  expect(world.calls).toEqual([]);
});

test('another plan than the approved one is not applied', async () => {
  const world = await badWorld();
  const { id } = await approvedIn(world);
  world.change(KEY, { hopLimit: 5 });
  await world.deliver();
  world.clock += 5 * MINUTE;
  const one = await world.use().proceed(id);
  expect(one?.status).toBe('refused');
  expect(one && refusedBy(one)).toEqual(['approved']);
  expect(world.calls).toEqual([]);
});

test('what cannot be decided for a day is refused, and people are told', async () => {
  const world = await badWorld({ remediation: auto });
  world.readFails = { outcome: 'slow', reason: 'no answer' };
  await world.use().begin(begin);
  world.clock += 25 * HOUR;
  const { remediation } = await world.use().begin(begin);
  expect(remediation?.status).toBe('refused');
  expect(world.told).toHaveLength(1);
});
