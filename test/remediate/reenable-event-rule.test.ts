import type { Finding } from '@podguard/core';
import { expect, test } from 'vitest';
import { ACCOUNT, REGION, roleArn } from '../inventory/account.ts';
import { applied, type EksWorld, startEksWorld, undone } from './eks-world.ts';
import { OWN_ROLE } from './own-session.ts';

const NAME = 'podguard-iam';
const KEY = `arn:aws:events:${REGION}:${ACCOUNT}:rule/${NAME}`;
const QUEUE = `arn:aws:sqs:${REGION}:${ACCOUNT}:podguard-evaluate`;
const PATTERN = JSON.stringify({ source: ['aws.iam'] });
const ALL_CALLS = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
const RULE = 'platform-rule-off';
/** By whom nothing of the deployment is changed in these tests, and by whom it is. */
const PIPELINE = roleArn('pipeline');

async function deploy(
  world: EksWorld,
  { state = 'ENABLED', target = QUEUE }: { state?: 'ENABLED' | typeof ALL_CALLS; target?: string } = {},
): Promise<void> {
  await world.events.putRule({
    Name: NAME,
    EventPattern: PATTERN,
    State: state,
    Description: 'Podguard: iam',
  });
  world.wait(5);
  await world.events.putTargets({ Rule: NAME, Targets: [{ Id: 'podguard', Arn: target }] });
  const pipeline = { type: 'IAMUser', principalId: 'AIDAPIPELINE', arn: PIPELINE, accountId: ACCOUNT };
  for (const record of world.fake.records) Object.assign(record, { userIdentity: pipeline });
  world.wait(60);
  await world.deliver();
  world.wait(120);
  await world.read(KEY);
  world.wait(120);
}

async function found(world: EksWorld): Promise<Finding> {
  world.wait(600);
  await world.deliver();
  const finding = await world.openOf(RULE, KEY);
  if (finding === undefined) throw new Error('no finding');
  return finding;
}

async function told(world: EksWorld) {
  const { State, EventPattern } = await world.events.describeRule({ Name: NAME });
  const { Targets } = await world.events.listTargetsByRule({ Rule: NAME });
  return { State, EventPattern, targets: Targets?.map(({ Id, Arn }) => [Id, Arn]) };
}

test.for([
  { state: 'ENABLED', on: 'events:EnableRule', off: 'events:DisableRule' },
  { state: ALL_CALLS, on: 'events:PutRule', off: 'events:PutRule' },
] as const)('a rule that was $state is so again, and off when that is undone', async ({ state, on, off }) => {
  const world = await startEksWorld({ deployers: [PIPELINE, OWN_ROLE] });
  await deploy(world, { state });
  const good = await told(world);
  await world.events.disableRule({ Name: NAME });
  const bad = await told(world);
  const finding = await found(world);
  const remediation = await applied(world, finding);
  expect(remediation.guards.filter(({ ok }) => !ok)).toEqual([]);
  expect(remediation.status).toBe('verified');
  expect(remediation.plan?.steps.map(({ action }) => action)).toEqual([on]);
  expect(remediation.plan?.undo.map(({ action }) => action)).toEqual([off]);
  expect(await told(world)).toEqual(good);
  world.wait(60);
  await world.deliver();
  expect(await world.openOf(RULE, KEY)).toBeUndefined();

  expect((await undone(world, remediation)).status).toBe('undone');
  expect(await told(world)).toEqual(bad);
});

test('where Podguard is no deployer, a rule for calls that only read is on again without these', async () => {
  const world = await startEksWorld({ deployers: [PIPELINE] });
  await deploy(world, { state: ALL_CALLS });
  await world.events.disableRule({ Name: NAME });
  const finding = await found(world);
  const remediation = await applied(world, finding);
  expect(remediation.status).toBe('verified');
  expect(remediation.plan?.mayBreak).toContain(
    'It no longer hands on calls that only read: the next deployment brings that back.',
  );
  expect(await told(world)).toMatchObject({ State: 'ENABLED', EventPattern: PATTERN });
  world.wait(60);
  await world.deliver();
  expect(await world.openOf(RULE, KEY)).toBeUndefined();
});

test('targets and pattern come back where Podguard is a deployer of its own parts', async () => {
  const world = await startEksWorld({ deployers: [PIPELINE, OWN_ROLE] });
  await deploy(world);
  const good = await told(world);
  await world.events.removeTargets({ Rule: NAME, Ids: ['podguard'] });
  world.wait(5);
  await world.events.putRule({ Name: NAME, EventPattern: JSON.stringify({ source: ['aws.none'] }) });
  const bad = await told(world);
  const finding = await found(world);
  const remediation = await applied(world, finding);
  expect(remediation.guards.filter(({ ok }) => !ok)).toEqual([]);
  expect(remediation.status).toBe('verified');
  const rule = { Name: NAME, EventBusName: 'default' };
  const step = (action: string, input: object) => expect.objectContaining({ action, region: REGION, input });
  expect(remediation.plan?.steps).toEqual([
    step('events:PutTargets', {
      Rule: NAME,
      EventBusName: 'default',
      Targets: [{ Id: 'podguard', Arn: QUEUE }],
    }),
    step('events:PutRule', { ...rule, EventPattern: PATTERN, State: 'ENABLED' }),
  ]);
  expect(remediation.plan?.undo).toEqual([
    step('events:PutRule', {
      ...rule,
      EventPattern: JSON.stringify({ source: ['aws.none'] }),
      State: 'ENABLED',
    }),
    step('events:RemoveTargets', { Rule: NAME, EventBusName: 'default', Ids: ['podguard'] }),
  ]);
  expect(await told(world)).toEqual(good);
  world.wait(60);
  await world.deliver();
  expect(await world.openOf(RULE, KEY)).toBeUndefined();
  expect((await undone(world, remediation)).status).toBe('undone');
  expect(await told(world)).toEqual(bad);
});

test('a target that a stranger put in the place of the queue is replaced', async () => {
  const world = await startEksWorld({ deployers: [PIPELINE, OWN_ROLE] });
  await deploy(world);
  const good = await told(world);
  const theirs = `arn:aws:sqs:${REGION}:999988887777:theirs`;
  await world.events.putTargets({ Rule: NAME, Targets: [{ Id: 'podguard', Arn: theirs }] });
  const finding = await found(world);
  const remediation = await applied(world, finding);
  expect(remediation.status).toBe('verified');
  expect(await told(world)).toEqual(good);
  expect(remediation.plan?.mayBreak).toContain(
    'No queue of this account, and not set again when that is undone: target podguard.',
  );
  await expect(undone(world, remediation)).rejects.toThrow('as planned: targets podguard');
  expect(await told(world)).toEqual(good);
});

test('a target that a stranger added goes, and comes back when that is undone where it is a queue of the account', async () => {
  const world = await startEksWorld({ deployers: [PIPELINE, OWN_ROLE] });
  await deploy(world);
  const good = await told(world);
  await world.events.putTargets({ Rule: NAME, Targets: [{ Id: 'copy', Arn: `${QUEUE}-copy` }] });
  const bad = await told(world);
  const remediation = await applied(world, await found(world));
  expect(remediation.status).toBe('verified');
  expect(await told(world)).toEqual(good);
  expect((await undone(world, remediation)).status).toBe('undone');
  expect(await told(world)).toEqual(bad);
});

test('what a stranger had it be for a moment is not what it was', async () => {
  const world = await startEksWorld({ deployers: [PIPELINE, OWN_ROLE] });
  await deploy(world, { state: ALL_CALLS });
  const good = await told(world);
  await world.events.disableRule({ Name: NAME });
  world.wait(5);
  await world.events.enableRule({ Name: NAME });
  world.wait(7_200);
  await world.events.disableRule({ Name: NAME });
  for (const record of world.fake.records.slice(-3)) Object.assign(record, { userIdentity: STRANGER });
  expect((await applied(world, await found(world))).status).toBe('verified');
  expect(await told(world)).toEqual(good);
});

test('no pattern of a stranger is set again', async () => {
  const world = await startEksWorld({ deployers: [PIPELINE, OWN_ROLE] });
  await deploy(world);
  const good = await told(world);
  for (const source of ['aws.none', 'aws.nothing']) {
    await world.events.putRule({ Name: NAME, EventPattern: JSON.stringify({ source: [source] }) });
    Object.assign(world.fake.records.at(-1) ?? {}, { userIdentity: STRANGER });
    world.wait(7_200);
  }
  await world.events.disableRule({ Name: NAME });
  expect((await applied(world, await found(world))).status).toBe('verified');
  expect(await told(world)).toEqual(good);
});

test('without deployers it says how the finding can end', async () => {
  const world = await startEksWorld({ deployers: [] });
  await deploy(world);
  world.wait(7_200);
  await world.events.disableRule({ Name: NAME });
  expect((await world.previewOf(await found(world))).refusal).toContain('name who deploys Podguard');
});

test('without deployers what stood for a moment only is not known to be right', async () => {
  const world = await startEksWorld({ deployers: [] });
  await deploy(world);
  await world.events.disableRule({ Name: NAME });
  expect((await world.previewOf(await found(world))).refusal).toContain('while it was on is not recorded');
});

const STRANGER = { type: 'IAMUser', principalId: 'AIDAOTHER', arn: roleArn('mallory'), accountId: ACCOUNT };

test('a target that EventBridge does not set ends the repair before the other one goes', async () => {
  const world = await startEksWorld({ deployers: [PIPELINE, OWN_ROLE] });
  await deploy(world);
  await world.events.putTargets({ Rule: NAME, Targets: [{ Id: 'copy', Arn: `${QUEUE}-copy` }] });
  world.wait(5);
  await world.events.removeTargets({ Rule: NAME, Ids: ['podguard'] });
  const bad = await told(world);
  const finding = await found(world);
  const entry = { TargetId: 'podguard', ErrorCode: 'ConcurrentModificationException', ErrorMessage: 'again' };
  const body = JSON.stringify({ FailedEntryCount: 1, FailedEntries: [entry] });
  world.fake.fault('events:PutTargets', { kind: 'garbage', body });
  const failed = await applied(world, finding);
  expect(failed.status).toBe('failed');
  expect(failed.history.at(-1)?.note).toBe(
    'events:PutTargets: target podguard: ConcurrentModificationException: again; nothing was changed',
  );
  expect(await told(world)).toEqual(bad);
});

test.for([{ isOff: false }, { isOff: true }])(
  'where it is no deployer, targets are left to the next deployment (it is off, too: $isOff)',
  async ({ isOff }) => {
    const world = await startEksWorld({ deployers: [PIPELINE] });
    await deploy(world);
    await world.events.removeTargets({ Rule: NAME, Ids: ['podguard'] });
    if (isOff) {
      world.wait(5);
      await world.events.disableRule({ Name: NAME });
    }
    const finding = await found(world);
    expect((await world.previewOf(finding)).refusal).toContain(
      `What ${OWN_ROLE} set of its pattern or its targets would be found again`,
    );
  },
);

test.for([
  {
    name: 'a rule of which it is not recorded how it was on',
    make: async (world: EksWorld) => {
      await world.events.putRule({ Name: NAME, EventPattern: PATTERN });
      world.fake.records.pop();
      await world.events.disableRule({ Name: NAME });
    },
    words: 'is not recorded',
  },
  {
    name: 'a rule that was deleted',
    make: async (world: EksWorld) => {
      await deploy(world);
      await world.events.removeTargets({ Rule: NAME, Ids: ['podguard'] });
      world.wait(5);
      await world.events.deleteRule({ Name: NAME });
    },
    words: 'It was deleted: deploy Podguard again',
  },
  {
    name: 'a target that is no queue',
    make: async (world: EksWorld) => {
      await deploy(world, { target: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/podguard` });
      await world.events.removeTargets({ Rule: NAME, Ids: ['podguard'] });
    },
    words: 'is no queue of this account',
  },
])('$name is refused with words', async ({ make, words }) => {
  const world = await startEksWorld({ deployers: [PIPELINE, OWN_ROLE] });
  await make(world);
  const finding = await found(world);
  expect((await world.previewOf(finding)).refusal).toContain(words);
});
