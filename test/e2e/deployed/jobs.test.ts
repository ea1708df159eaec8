import { ListRoleTagsCommand } from '@aws-sdk/client-iam';
import { ListEventSourceMappingsCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FUNCTION_NAMES } from '../../../infra/function-settings.ts';
import { type Harbour, makeAssociation, makeHarbour, makeRole } from './account.ts';
import { answerUnknown } from './answers.ts';
import { type Deployment, startDeployment } from './deployment.ts';
import { associationEvent, call, canaryEvents, harbourEvents } from './harbour-events.ts';
import { CALLED_FOR_PEOPLE, EXCEPTIONS, faultsOf, privilegesOf } from './privileges.ts';
import { digestsIn, transitionsIn } from './told.ts';

const DAY_MS = 86_400_000;

let service: Deployment;
let harbour: Harbour;
beforeAll(async () => {
  service = await startDeployment();
  service.proxy.answerWith(answerUnknown);
  harbour = await makeHarbour(service.clients);
}, 180_000);
afterAll(() => service?.stop());

describe('evaluate', () => {
  it('reads what events do not tell, and alerts of what somebody did, not of what was so before', async () => {
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
    const told = transitionsIn(await service.subscriber.heard()).map(({ finding }) => finding.rule);
    expect(told).toContain('pod-identity-privileged-role');
    expect(told).not.toContain('cluster-audit-log-off');
    expect(await quiet()).toContain('cluster-audit-log-off');
  });
});

describe('sweep', () => {
  const made = { userName: 'somebody', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', status: 'Active' };

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

  it('is not needed where the dispatcher lives', async () => {
    const { accessKeyId, userName } = made;
    await service.put([call(new Date(), 'iam', 'DeleteAccessKey', { userName, accessKeyId })]);
    await service.settle();
    const told = transitionsIn(await service.subscriber.heard());
    expect(told.map(({ finding, type }) => [finding.rule, type])).toEqual([
      ['static-key-for-other-user', 'resolved'],
    ]);
  });
});

describe('tell-held', () => {
  it('tells nothing where no channel was to be left alone', async () => {
    await service.invoke('tell-held', {});
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
    const longAgo = new Date(Date.now() - 2 * DAY_MS);
    await service.put([associationEvent(association, longAgo)]);
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
    const privileges = [...privilegesOf(service)];
    expect(privileges).toHaveLength(FUNCTION_NAMES.length);
    const faults = privileges.flatMap(([name, its]) => faultsOf(its).map((fault) => `${name} ${fault}`));
    const forPeople = Object.entries(CALLED_FOR_PEOPLE).flatMap(([name, actions]) =>
      actions.map((action) => `${name} never called ${action}`),
    );
    expect(faults.filter((fault) => !forPeople.includes(fault))).toEqual([]);
    const about = service.proxy
      .calls()
      .flatMap(({ by, resources }) => resources.map((arn) => `${by} ${arn}`));
    expect(about).toContainEqual(expect.stringMatching(/^podguard-dev-sweep .*:table\/.*\/index\/pending$/));
    expect(about).toContainEqual(
      expect.stringMatching(/^podguard-dev-baseline arn:aws:s3:::.*\/baselines\//),
    );
    expect(about).toContainEqual(expect.stringMatching(/^podguard-dev-dispatch .*:podguard-dev-sns\.fifo$/));
    expect(about).toContainEqual(expect.stringMatching(/^podguard-dev-evaluate .*:podguard-dev-evaluate$/));
  });

  it('has what others than its code need, and no exception is there that no role needs', () => {
    const all = [...privilegesOf(service).values()];
    for (const { why, actions, concerns } of EXCEPTIONS) {
      const concerned = all.filter(concerns);
      expect(concerned, why).not.toEqual([]);
      for (const { granted } of concerned) expect(granted, why).toEqual(expect.arrayContaining([...actions]));
    }
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
