import { parseConfig, type Remediation } from '@podguard/core';
import { expect, test } from 'vitest';
import {
  approvedIn,
  auto,
  badWorld,
  begin,
  HOUR,
  KEY,
  MINUTE,
  makeGraver,
  proposedIn,
  refusedBy,
  spentIn,
  statuses,
} from './engine-steps.ts';
import { makeBad, RULE, refOf, type World } from './engine-world.ts';

/** As it is after a deploy with other settings. */
const deployed = (world: World, remediation: object) =>
  world.use({ config: parseConfig({ instances: 'all', remediation }, 'test') });

/** It is approved, and waits: as many as there may be in this hour were begun. */
async function waitingIn(world: World): Promise<Remediation> {
  const { remediation } = await world.use({ state: spentIn(world) }).begin(begin);
  if (remediation?.status !== 'approved') throw new Error(`it is ${remediation?.status}`);
  return remediation;
}

test('what became graver, so that two people have to approve it, is not applied by the word of one', async () => {
  const world = await badWorld({ remediation: { rules: { [RULE]: 'propose' }, twoPeople: ['high'] } });
  const { id } = await approvedIn(world);
  const graver = await makeGraver(world);
  const one = await world.use(graver).proceed(id);
  expect(one).toMatchObject({ status: 'refused', approvalsNeeded: 1 });
  expect(one && refusedBy(one)).toEqual(['approved']);
  expect(world.calls).toEqual([]);
});

test('what auto began, and two people have to approve by now, is applied by nobody’s word', async () => {
  const world = await badWorld({ remediation: { ...auto, twoPeople: ['high'] } });
  const { id } = await waitingIn(world);
  const one = await world.use(await makeGraver(world)).proceed(id);
  expect(one?.status).toBe('refused');
  expect(one?.history.at(-1)?.note).toContain('approved: 1 of 2 have approved it');
  expect(world.calls).toEqual([]);
});

test.for([
  ['auto', 'off', 'refused'],
  ['auto', 'shadow', 'refused'],
  ['auto', 'propose', 'refused'],
  ['auto', 'auto', 'verified'],
  ['propose', 'off', 'refused'],
  ['propose', 'shadow', 'refused'],
  ['propose', 'auto', 'verified'],
] as const)('what waits, begun in %s, is, where the rule has %s by now, %s', async ([from, to, status]) => {
  const world = await badWorld({ remediation: { rules: { [RULE]: from } } });
  const { id } = from === 'auto' ? await waitingIn(world) : await approvedIn(world);
  world.clock += 10 * MINUTE;
  await deployed(world, { rules: { [RULE]: to, 'imds-weakened': 'auto' } }).sweep();
  const one = await world.state.loadRemediation(id);
  expect(one?.status).toBe(status);
  expect(one && refusedBy(one)).toEqual(status === 'refused' ? ['mode'] : []);
  expect(world.calls).toHaveLength(status === 'refused' ? 0 : 2);
});

test.for([
  ['of another tag', { tags: { env: 'dev' } }, 'remediation.only.tags'],
  ['of another name', { resources: ['*/i-none'] }, 'remediation.only.resources'],
])(
  'what is %s than may be repaired without approval is proposed, and says why',
  async ([, only, setting]) => {
    const world = await badWorld({ remediation: { ...auto, only } });
    const { remediation } = await world.use().begin(begin);
    expect(remediation).toMatchObject({ mode: 'propose', status: 'proposed' });
    expect(remediation?.history.at(-1)?.note).toContain(setting);
    expect(world.calls).toEqual([]);
  },
);

test('what may be repaired without approval is', async () => {
  const world = await badWorld({ remediation: { ...auto, only: { resources: [KEY] } } });
  expect((await world.use().begin(begin)).remediation).toMatchObject({ mode: 'auto', status: 'verified' });
});

test('what waits, and may not be repaired without approval by now, is refused', async () => {
  const world = await badWorld({ remediation: auto });
  const { id } = await waitingIn(world);
  world.clock += 10 * MINUTE;
  await deployed(world, { ...auto, only: { tags: { env: 'dev' } } }).sweep();
  const one = await world.state.loadRemediation(id);
  expect(one && [one.status, refusedBy(one)]).toEqual(['refused', ['within-only']]);
  expect(world.calls).toEqual([]);
});

test('what is approved and waits can still be rejected', async () => {
  const world = await badWorld({ remediation: auto });
  const { id } = await waitingIn(world);
  expect((await world.use().reject(id, 'anna', 'we look first')).outcome).toBe('rejected');
  await world.use().sweep();
  const one = await world.state.loadRemediation(id);
  expect(one && statuses(one)).toEqual(['approved', 'approved', 'rejected']);
  expect(world.told.at(-1)?.history.at(-1)).toMatchObject({ by: 'anna', note: 'we look first' });
  expect(world.calls).toEqual([]);
});

test('what is being applied, or was, is rejected by nobody', async () => {
  const world = await badWorld();
  const { id } = await approvedIn(world);
  const perform = () => new Promise<never>(() => {});
  void world.use({ perform }).proceed(id);
  await expect.poll(async () => (await world.state.loadRemediation(id))?.status).toBe('applying');
  expect((await world.use().reject(id, 'anna', 'no')).outcome).toBe('not-open');
});

test('what was asked for by command is left to people where the service has no right to, told, and ends in time', async () => {
  const world = await badWorld({ remediation: { rules: {}, twoPeople: ['low'] } });
  const asked = await world.use({ tell: null }).request(refOf(KEY), { forced: false, by: 'anna' });
  const { id, planHash } = asked.remediation;
  await world.use({ tell: null }).approve(id, 'ben', planHash);
  const service = () => world.use({ mayApply: (remediator) => remediator !== 'require-imdsv2' });
  await service().sweep();
  expect((await world.state.loadRemediation(id))?.status).toBe('approved');
  expect(world.told).toHaveLength(1);
  expect(world.calls).toEqual([]);
  world.clock += 25 * HOUR;
  await service().sweep();
  const one = await world.state.loadRemediation(id);
  expect(one?.history.at(-1)).toMatchObject({
    ...{ status: 'expired', note: `nobody applied it by ${one?.expiresAt}` },
  });
  expect(world.told).toHaveLength(2);
});

test('what was asked for by command is applied by the service where it has the rights', async () => {
  const world = await badWorld({ remediation: { rules: {}, twoPeople: ['low'] } });
  const asked = await world.use().request(refOf(KEY), { forced: false, by: 'anna' });
  const { id, planHash } = asked.remediation;
  await world.use().approve(id, 'ben', planHash);
  await world.use({ mayApply: (remediator) => remediator === 'require-imdsv2' }).sweep();
  expect((await world.state.loadRemediation(id))?.status).toBe('verified');
});

test('a proposal that nobody may approve any more is in nobody’s way', async () => {
  const world = await badWorld();
  await proposedIn(world);
  world.clock += 25 * HOUR;
  await makeBad(world);
  const { remediation } = await world.use().request(refOf(KEY), { forced: false, by: 'anna' });
  expect(remediation.status).toBe('verified');
});
