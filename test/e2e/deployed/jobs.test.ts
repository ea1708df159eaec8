import { ListRoleTagsCommand } from '@aws-sdk/client-iam';
import { ListEventSourceMappingsCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harbour, makeAssociation, makeHarbour, makeRole } from './account.ts';
import { answerUnknown } from './answers.ts';
import { type Deployment, startDeployment } from './deployment.ts';
import { associationEvent, call, canaryEvents, harbourEvents } from './harbour-events.ts';
import { NOT_BY_THE_CODE, privilegesOf } from './privileges.ts';
import { digestsIn, transitionsIn } from './told.ts';

let service: Deployment;
let harbour: Harbour;
beforeAll(async () => {
  service = await startDeployment();
  service.proxy.answerWith(answerUnknown);
  harbour = await makeHarbour(service.clients);
}, 180_000);
afterAll(() => service?.stop());

describe('evaluate', () => {
  it('reads what events do not tell, and what only that showed alerts nobody', async () => {
    await service.put(harbourEvents(harbour, new Date()));
    await service.settle();
    const kinds = new Set<string>();
    for await (const { kind, log } of service.store.listItems())
      if (log.some(({ cause }) => cause.eventName.startsWith('read:'))) kinds.add(kind);
    expect([...kinds].toSorted()).toEqual([
      'access-entry',
      'access-key',
      'ec2-instance',
      'eks-cluster',
      'iam-policy',
      'iam-role',
      'iam-user',
      'instance-profile',
      'oidc-provider',
      'pod-identity-association',
    ]);
    expect(await service.subscriber.heard()).toEqual([]);
    expect(await quiet()).toContain('pod-identity-privileged-role');
  });
});

describe('sweep', () => {
  it('tells in one digest what alerted nobody', async () => {
    const kept = await quiet();
    await service.invoke('sweep', {});
    await service.settle();
    const heard = await service.subscriber.heard();
    expect(digestsIn(heard)).toHaveLength(1);
    expect(heard).toHaveLength(1);
    expect(kept).not.toEqual([]);
    expect(await quiet()).toEqual([]);
  });

  it('tells what a dispatcher that died left, once', async () => {
    await heedStream(false);
    const made = { userName: 'somebody', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', status: 'Active' };
    const responseElements = { accessKey: made };
    await service.put([
      call(new Date(), 'iam', 'CreateAccessKey', { userName: 'somebody' }, { responseElements }),
    ]);
    await expect.poll(pending, { timeout: 30_000 }).not.toEqual([]);
    await service.invoke('sweep', {});
    await service.settle();
    const told = transitionsIn(await service.subscriber.heard());
    expect(told.map(({ finding }) => finding.rule)).toEqual(['static-key-for-other-user']);
    await heedStream(true);
    await service.settle();
    expect(await service.subscriber.heard()).toEqual([]);
  });
});

describe('baseline', () => {
  it('reads the whole account and tells it in one report and one digest', async () => {
    await makeRole(service.clients, 'harbour-lamps', harbour.webTrust);
    await service.invoke('baseline', { start: 'first' });
    await service.settle();
    const heard = await service.subscriber.heard();
    expect(transitionsIn(heard)).toEqual([]);
    const [digest, ...more] = digestsIn(heard);
    expect(more).toEqual([]);
    expect(JSON.stringify(digest)).toContain('harbour-lamps');
    const { Contents = [] } = await service.clients.s3.send(
      new ListObjectsV2Command({ Bucket: service.bucket }),
    );
    expect(Contents.map(({ Key }) => Key)).toEqual(['baselines/first.json', 'baselines/first.md']);
    expect(await service.state.loadMark('baseline')).toMatchObject({
      run: 'first',
      finishedAt: expect.any(String),
      gaps: [],
    });
  });

  it('does nothing when the deploy asks for the same run again', async () => {
    await service.invoke('baseline', { start: 'first' });
    await service.settle();
    expect(await service.subscriber.heard()).toEqual([]);
  });
});

describe('rejudge', () => {
  it('judges everything with another version, and tells what was kept meanwhile', async () => {
    const association = await makeAssociation(service.clients, 'forklifts');
    await service.put([associationEvent(association, new Date())]);
    await service.settle();
    expect(await quiet()).not.toEqual([]);
    await service.judgeWith('another.version');
    await service.invoke('rejudge', { start: 'another.version' });
    await service.settle();
    const versions = new Set<string>();
    for await (const { judgedWith } of service.store.listItems()) versions.add(String(judgedWith));
    expect([...versions]).toEqual(['another.version']);
    const heard = await service.subscriber.heard();
    expect(digestsIn(heard)).toHaveLength(1);
    expect(transitionsIn(heard)).toEqual([]);
    expect(await quiet()).toEqual([]);
  });
});

describe('the canary', () => {
  it('tags what is its own, and knows that it came back from everywhere', async () => {
    await service.invoke('canary', { canary: 'send' });
    const RoleName = 'podguard-dev-canary';
    const { Tags = [] } = await service.clients.iam.send(new ListRoleTagsCommand({ RoleName }));
    const sentAt = Tags.find(({ Key }) => Key === 'podguard:canary')?.Value as string;
    const { expected } = (await service.state.loadMark('canary')) as { readonly expected: readonly string[] };
    const rules = expected
      .filter((place) => place !== 'iam')
      .map((region) => `arn:aws:events:${region}:${service.synthesis.account}:rule/podguard-dev-canary`);
    expect(rules.length).toBeGreaterThan(2);
    await service.put(canaryEvents(new Date(), sentAt, RoleName, rules));
    await service.settle();
    for (const place of expected)
      expect(await service.state.loadMark(`canary-seen/${place}`)).toMatchObject({ sentAt });
    expect(await service.invoke('canary', { canary: 'check' })).toContain('"CanaryLate":0');
    expect(await service.subscriber.heard()).toEqual([]);
  });
});

describe('the role of each function', () => {
  it('allows what its code called in all of this, and nothing else', () => {
    const privileges = privilegesOf(service);
    const wrong = Object.entries(privileges).flatMap(([name, { granted, called }]) => [
      ...called.filter((action) => !granted.includes(action)).map((action) => `${name} lacks ${action}`),
      ...granted
        .filter((action) => !called.includes(action) && !(action in NOT_BY_THE_CODE))
        .map((action) => `${name} never called ${action}`),
    ]);
    expect(Object.keys(privileges)).toHaveLength(7);
    expect(wrong).toEqual([]);
  });

  it('has nothing for the Lambda service that no role needs', () => {
    const granted = Object.values(privilegesOf(service)).flatMap((one) => one.granted);
    expect(Object.keys(NOT_BY_THE_CODE).filter((action) => !granted.includes(action))).toEqual([]);
  });
});

async function quiet(): Promise<readonly string[]> {
  const rules: string[] = [];
  for await (const { finding } of service.state.listQuiet()) rules.push(finding.rule);
  return rules;
}

async function pending(): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const key of service.store.listPending()) keys.push(key);
  return keys;
}

/** Whether the table's stream gets to dispatch. */
async function heedStream(Enabled: boolean): Promise<void> {
  const { lambda } = service.clients;
  const { EventSourceMappings = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName: 'podguard-dev-dispatch' }),
  );
  const stream = EventSourceMappings.find(({ EventSourceArn }) => EventSourceArn?.includes('/stream/'));
  await lambda.send(new UpdateEventSourceMappingCommand({ UUID: stream?.UUID, Enabled }));
}
