import { ListRoleTagsCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { ListEventSourceMappingsCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { AccountReport } from '@podguard/report';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FUNCTION_NAMES } from '../../../infra/function-settings.ts';
import { type Harbour, makeAssociation, makeHarbour, makeRole } from './account.ts';
import { answerUnknown } from './answers.ts';
import { type Deployment, startDeployment } from './deployment.ts';
import { associationEvent, call, canaryEvents, harbourEvents } from './harbour-events.ts';
import { CALLED_FOR_PEOPLE, EXCEPTIONS, faultsOf, privilegesOf } from './privileges.ts';
import type { RecordedCall } from './recording-proxy.ts';
import { digestsIn, transitionsIn } from './told.ts';

const DAY_MS = 86_400_000;
/** Of a task of the state machine. */
const MOST_TRIES = 4;

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
    expect([...kinds]).toEqual(
      expect.arrayContaining([
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
      ]),
    );
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

describe('drift', () => {
  const reports = async () => {
    const { Contents = [] } = await service.clients.s3.send(
      new ListObjectsV2Command({ Bucket: service.bucket, Prefix: 'reports/' }),
    );
    return Contents.map(({ Key }) => Key);
  };
  const formsOf = (run: string) => ['html', 'json', 'md'].map((form) => `reports/${run}.${form}`);

  it('reads the whole account when a deploy asks for it, and tells it in one report and one digest', async () => {
    await makeRole(service.clients, 'harbour-lamps', harbour.webTrust);
    expect(await service.answerOf('drift', { start: 'first', kind: 'baseline' })).toEqual({
      execution: 'first',
    });
    expect(await service.endOf('first')).toMatchObject({
      status: 'SUCCEEDED',
      output: { report: `s3://${service.bucket}/reports/first.html` },
    });
    await service.settle();
    const heard = await service.subscriber.heard();
    expect(transitionsIn(heard)).toEqual([]);
    const [digest, ...more] = digestsIn(heard);
    expect(more).toEqual([]);
    expect(digest?.title).toMatch(/^Baseline: /);
    expect(JSON.stringify(digest)).toContain('harbour-lamps');
    expect(await reports()).toEqual(formsOf('first'));
    expect(await service.state.loadMark('baseline')).toMatchObject({
      run: 'first',
      finishedAt: expect.any(String),
    });
  }, 300_000);

  it('does nothing when the deploy asks for the same run again', async () => {
    const { execution } = (await service.answerOf('drift', { start: 'first', kind: 'baseline' })) as {
      readonly execution: string;
    };
    expect(execution).toMatch(/^first-\d{8}T\d{6}Z$/);
    expect(await service.endOf(execution)).toMatchObject({ output: { go: false, why: 'done' } });
    expect(await service.subscriber.heard()).toEqual([]);
  });

  it('finds what was changed while no event came, and links to the report, which opens without any right', async () => {
    const PolicyDocument = harbour.webTrust.replace('sts:AssumeRoleWithWebIdentity', 'sts:*');
    await service.clients.iam.send(
      new UpdateAssumeRolePolicyCommand({ RoleName: 'harbour-tides', PolicyDocument }),
    );
    const run = '2026-01-02T03:00:00Z';
    expect(await service.runDrift('second', { run, by: 'schedule' })).toMatchObject({ status: 'SUCCEEDED' });
    await service.settle();
    expect(await reports()).toEqual([...formsOf(run), ...formsOf('first')].toSorted());
    const [digest, ...more] = digestsIn(await service.subscriber.heard());
    expect(more).toEqual([]);
    expect(digest?.title).toMatch(/^Drift: /);
    const { Body } = await service.clients.s3.send(
      new GetObjectCommand({ Bucket: service.bucket, Key: `reports/${run}.json` }),
    );
    const report = JSON.parse((await Body?.transformToString()) ?? 'null') as AccountReport;
    const found = report.differences.find(({ key }) => key.endsWith(':role/harbour-tides'));
    expect(found).toMatchObject({ type: 'changed', fields: [{ name: 'trust' }] });
    const page = await fetch(String(digest?.reportLink));
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain('harbour-tides');
  }, 300_000);

  it('tries what fails again alone, gives it up alone, and reports the rest', async () => {
    const isLost = ({ by, operation, resources }: RecordedCall) =>
      by.endsWith('-drift') &&
      operation === 'PutObject' &&
      resources.some((name) => name.includes('/scan/users/')) &&
      !isGivingUp;
    let isGivingUp = false;
    let tries = 0;
    service.proxy.answerWith((call) => {
      if (!isLost(call)) return answerUnknown(call);
      tries += 1;
      isGivingUp = tries >= MOST_TRIES;
      return {
        status: 403,
        headers: { 'content-type': 'text/xml' },
        body: '<Error><Code>AccessDenied</Code></Error>',
      };
    });
    expect(await service.runDrift('third', { run: 'third', by: 'schedule' })).toMatchObject({
      status: 'SUCCEEDED',
    });
    service.proxy.answerWith(answerUnknown);
    await service.settle();
    const { Body } = await service.clients.s3.send(
      new GetObjectCommand({ Bucket: service.bucket, Key: 'reports/third.json' }),
    );
    const { gaps = [] } = JSON.parse((await Body?.transformToString()) ?? 'null') as AccountReport;
    expect(gaps.filter(({ reason }) => reason.startsWith('reading it failed again and again'))).toMatchObject(
      [{ what: expect.stringMatching(/^users/) }],
    );
    expect(digestsIn(await service.subscriber.heard())).toHaveLength(1);
  }, 300_000);
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
    expect(about).toContainEqual(expect.stringMatching(/^podguard-dev-drift arn:aws:s3:::.*\/reports\//));
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
