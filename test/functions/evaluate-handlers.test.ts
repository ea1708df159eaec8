import { hash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { announce, createExemption, type JsonObject, roleKey, type Store } from '@podguard/core';
import { CANARY_TAG, parseChannelMessage } from '@podguard/functions';
import { catalogue } from '@podguard/rules';
import { createDynamoDbServiceState } from '@podguard/store';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  FUNCTION_NAMES,
  REMEDIATE_FUNCTION_NAMES,
  SLACK_FUNCTION_NAMES,
} from '../../infra/function-settings.ts';
import { toRecord } from '../../scripts/samples/call.ts';
import { createRole } from '../../scripts/samples/iam.ts';
import { ACCOUNT, maren } from '../../scripts/samples/people.ts';
import { createRandom } from '../../scripts/samples/random.ts';
import { podIdentity } from '../../scripts/samples/trust.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynalite.ts';
import { envelope } from '../support/queue-world/envelopes.ts';

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

const ROLE = roleKey('aws', ACCOUNT, 'app');
const random = createRandom(11);
const context = {
  functionName: 'podguard-test',
  functionVersion: '1',
  memoryLimitInMB: '512',
  awsRequestId: 'r-1',
  invokedFunctionArn: `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:podguard-test`,
  getRemainingTimeInMillis: () => 60_000,
};

let dynamo: TestDynamoDb;
let store: Store;
let table: string;
const sent = new Map<string, { readonly MessageBody: string }[]>();
const server = createServer(async (request, response) => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  if (text.startsWith('Action=')) {
    response.writeHead(403, { 'content-type': 'text/xml' });
    response.end(
      '<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>',
    );
    return;
  }
  const call = JSON.parse(text) as { QueueUrl: string; Entries?: { Id: string; MessageBody: string }[] };
  const entries = call.Entries ?? [];
  const name = call.QueueUrl.slice(call.QueueUrl.lastIndexOf('/') + 1);
  sent.set(name, [...(sent.get(name) ?? []), ...entries]);
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
  const Successful = entries.map(({ Id, MessageBody }) => ({
    Id,
    MessageId: Id,
    MD5OfMessageBody: hash('md5', MessageBody),
  }));
  response.end(JSON.stringify({ Successful, Failed: [], Attributes: { ApproximateNumberOfMessages: '0' } }));
});
const lines: string[] = [];

beforeAll(async () => {
  dynamo = await startDynamoDb();
  ({ store, table } = await dynamo.newStore());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sqs = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const environment = {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: dynamo.key,
    AWS_SECRET_ACCESS_KEY: dynamo.key,
    AWS_ENDPOINT_URL: sqs,
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
    TABLE_NAME: table,
    ACCOUNT_ID: ACCOUNT,
    JUDGED_WITH: 'rules.config',
    EVALUATE_QUEUE_URL: `${sqs}/1/evaluate`,
    DUE_QUEUE_URL: `${sqs}/1/due`,
    REJUDGE_QUEUE_URL: `${sqs}/1/rejudge`,
    CHANNEL_QUEUES: JSON.stringify({ sns: `${sqs}/1/sns.fifo` }),
    REMEDIATE_QUEUE_URL: `${sqs}/1/remediate`,
    REMEDIATE_ROLE_ARN: `arn:aws:iam::${ACCOUNT}:role/podguard-remediate`,
    CANARY_ROLE_NAME: 'canary',
    CANARY_RULES: '{}',
    REPORT_BUCKET: 'reports',
    STATE_MACHINE_ARN: `arn:aws:states:eu-central-1:${ACCOUNT}:stateMachine:drift`,
    TOPIC_ARN: `arn:aws:sns:eu-central-1:${ACCOUNT}:alerts`,
    POWERTOOLS_SERVICE_NAME: 'evaluate',
    POWERTOOLS_METRICS_NAMESPACE: 'Podguard',
    POWERTOOLS_DEV: 'true',
    POWERTOOLS_METRICS_DISABLED: 'false',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  for (const method of ['log', 'info', 'warn', 'error'] as const)
    vi.spyOn(console, method).mockImplementation((line: unknown) => lines.push(String(line)));
});
afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await dynamo.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const load = async (name: string): Promise<Handler> =>
  ((await import(`@podguard/functions/handlers/${name}`)) as { handler: Handler }).handler;
const queued = (...bodies: unknown[]) => ({
  Records: bodies.map((body, index) => ({
    messageId: `m-${index}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: { ApproximateReceiveCount: '1' },
    eventSource: 'aws:sqs',
  })),
});
const event = (): JsonObject =>
  envelope(toRecord(createRole('06:00:00', maren, 'app', podIdentity(['sts:AssumeRole'])), random));
const bodiesOf = (queue: string) => (sent.get(queue) ?? []).map(({ MessageBody }) => MessageBody);

describe('the functions, as Lambda calls them', () => {
  it('all start with the variables that a deployment sets, and each names one that is missing', async () => {
    const files = readdirSync(new URL('../../packages/functions/src/handlers', import.meta.url))
      .filter((file) => !/^(compose|open)-|^compose\.ts$/.test(file))
      .map((file) => path.basename(file, '.ts'));
    // Those of Slack start only where the configuration lets somebody act: their own tests start them.
    expect(files).toEqual(
      [...FUNCTION_NAMES, ...SLACK_FUNCTION_NAMES, ...REMEDIATE_FUNCTION_NAMES].toSorted(),
    );
    const names = [...FUNCTION_NAMES, ...REMEDIATE_FUNCTION_NAMES];
    for (const name of names) expect(typeof (await load(name))).toBe('function');
    vi.resetModules();
    vi.stubEnv('TABLE_NAME', '');
    for (const name of names) await expect(load(name), name).rejects.toThrow('TABLE_NAME');
    vi.stubEnv('TABLE_NAME', table);
    vi.resetModules();
  }, 60_000);

  it('evaluate records and judges, and hands back what it cannot read', async () => {
    const handler = await load('evaluate');
    const answer = await handler(queued(event(), '{"no": "event"}'), context);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-1' }] });
    expect(await store.load(ROLE)).toMatchObject({ judgedWith: 'rules.config', present: true });
    const log = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(log).toContainEqual(
      expect.objectContaining({
        level: 'ERROR',
        service: 'evaluate',
        message: 'a record cannot be read',
        messageId: 'm-1',
        receives: 1,
      }),
    );
    expect(log.some((line) => line.UnreadableRecords === 1)).toBe(true);
  }, 60_000);

  it('evaluate answers nothing to hand back where nothing failed', async () => {
    const handler = await load('evaluate');
    expect(await handler(queued({ podguard: 'rejudge', key: ROLE }), context)).toEqual({
      batchItemFailures: [],
    });
  });

  it('evaluate measures how long the canary was under way, by its region', async () => {
    const handler = await load('evaluate');
    const sentAt = new Date().toISOString();
    const state = createDynamoDbServiceState({ client: dynamo.client, table });
    await state.saveMark('canary', { sentAt, expected: ['iam'], lateBefore: 0 });
    const request = { roleName: 'canary', tags: [{ key: CANARY_TAG, value: sentAt }] };
    const call = { at: '06:00:00', by: maren, source: 'iam', name: 'TagRole', request };
    lines.length = 0;
    await handler(queued(envelope(toRecord(call, random))), context);
    const log = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const metric = log.find((line) => 'CanaryDelay' in line);
    expect(metric).toMatchObject({ service: 'evaluate', region: 'iam', CanaryDelay: expect.any(Number) });
    expect(metric?._aws).toMatchObject({
      CloudWatchMetrics: [{ Namespace: 'Podguard', Dimensions: [['service', 'region']] }],
    });
  });

  it('evaluate reads the account for what it misses, and says what it may not read', async () => {
    const handler = await load('evaluate');
    const call = { at: '06:00:01', by: maren, source: 'iam', name: 'TagRole' };
    const request = { roleName: 'unknown', tags: [{ key: 'team', value: 'shop' }] };
    lines.length = 0;
    const answer = await handler(queued(envelope(toRecord({ ...call, request }, random))), context);
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(lines.map((line) => JSON.parse(line) as unknown)).toContainEqual(
      expect.objectContaining({
        message: 'a resource could not be read',
        key: roleKey('aws', ACCOUNT, 'unknown'),
        outcome: 'denied',
      }),
    );
  });

  it('dispatch tells what the stream shows to be pending', async () => {
    const handler = await load('dispatch');
    const NewImage = { pk: { S: `r#${ROLE}` }, sk: { S: 'item' }, pending: { S: 'p#0' } };
    const answer = await handler(
      {
        Records: [
          { eventSource: 'aws:dynamodb', dynamodb: { SequenceNumber: '100', NewImage } },
          { eventSource: 'aws:dynamodb', dynamodb: { SequenceNumber: '101' } },
        ],
      },
      context,
    );
    expect(answer).toEqual({ batchItemFailures: [] });
    const item = await store.load(ROLE);
    expect(item?.pending).toBeNull();
    if (item === undefined) throw new Error('no item');
    expect(announce(item, catalogue).transitions).toEqual([]);
    const told = bodiesOf('sns.fifo').map(parseChannelMessage);
    expect(told).toMatchObject([{ podguard: 'transitions' }]);
  });

  it('dispatch names the record from which the stream has to go on', async () => {
    const handler = await load('dispatch');
    await dynamo.call('PutItem', {
      TableName: table,
      Item: { pk: { S: 'r#broken' }, sk: { S: 'item' }, v: { N: '1' }, pending: { S: 'p#0' } },
    });
    const records = [ROLE, 'broken'].map((key, index) => ({
      eventSource: 'aws:dynamodb',
      dynamodb: {
        SequenceNumber: `20${index}`,
        NewImage: { pk: { S: `r#${key}` }, sk: { S: 'item' }, pending: { S: 'p#0' } },
      },
    }));
    expect(await handler({ Records: records }, context)).toEqual({
      batchItemFailures: [{ itemIdentifier: '201' }],
    });
    const due = await handler(queued({ podguard: 'due', key: ROLE }, '{}'), context);
    expect(due).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-1' }] });
  });

  it('evaluate counts what it hands back, also where that is all of a batch', async () => {
    const handler = await load('evaluate');
    lines.length = 0;
    const answer = await handler(
      queued({ podguard: 'rejudge', key: 'broken' }, { podguard: 'rejudge', key: 'broken' }),
      context,
    );
    expect(answer).toMatchObject({
      batchItemFailures: [{ itemIdentifier: 'm-0' }, { itemIdentifier: 'm-1' }],
    });
    const counted = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(counted.find((line) => 'Failures' in line)).toMatchObject({
      service: 'evaluate',
      Failures: [1, 1],
      _aws: { CloudWatchMetrics: [{ Namespace: 'Podguard', Dimensions: [['service']] }] },
    });
  });

  it('sweep throws what failed in the end, so that its errors count, and has told the metrics before', async () => {
    const handler = await load('sweep');
    lines.length = 0;
    await expect(handler({}, context)).rejects.toMatchObject({ code: 'item-malformed' });
    const counted = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(counted).toContainEqual(expect.objectContaining({ PendingItems: 1, Failures: 1 }));
    lines.length = 0;
    await dynamo.call('DeleteItem', {
      TableName: table,
      Key: { pk: { S: 'r#broken' }, sk: { S: 'item' } },
    });
    await handler({}, context);
    const metrics = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(metrics).toContainEqual(expect.objectContaining({ PendingItems: 0, OldestPendingSeconds: 0 }));
  });

  it('sweep has what people exempt told, and says which exemptions end soon', async () => {
    const [sweep, dispatch] = [await load('sweep'), await load('dispatch')];
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    const setting = {
      rules: ['*'],
      resources: [ROLE],
      accounts: [],
      tags: {},
      reason: 'it is known',
      author: 'ana',
    };
    const exemption = createExemption({ ...setting, since: day(-30), until: day(3) }, 'cli');
    await createDynamoDbServiceState({ client: dynamo.client, table }).putExemption(exemption);
    const digests = () => bodiesOf('sns.fifo').filter((body) => body.includes('end within a week'));
    await sweep({}, context);
    expect((await store.load(ROLE))?.pending).not.toBeNull();
    expect(digests()).toEqual([expect.stringContaining(`${exemption.id} ends `)]);
    const NewImage = { pk: { S: `r#${ROLE}` }, sk: { S: 'item' }, pending: { S: 'p#0' } };
    const Records = [{ eventSource: 'aws:dynamodb', dynamodb: { SequenceNumber: '300', NewImage } }];
    expect(await dispatch({ Records }, context)).toEqual({ batchItemFailures: [] });
    const told = (await store.listTransitions(20)).filter(({ type }) => type === 'exempted');
    expect(told.length).toBeGreaterThan(0);
    expect(told.map(({ by, finding }) => [by.actor, finding.status])).toEqual(
      told.map(() => ['ana', 'exempt']),
    );
    expect(bodiesOf('sns.fifo').filter((body) => body.includes('"exempted"'))).toEqual([]);
    await sweep({}, context);
    expect(digests()).toHaveLength(1);
  });

  it('rejudge sends what was judged with another version, and no run begins twice', async () => {
    const item = await store.load(ROLE);
    if (item === undefined) throw new Error('no item');
    await store.save({ ...item, version: item.version + 1, judgedWith: 'former.config' });
    const handler = await load('rejudge');
    sent.clear();
    await handler({ start: 'rules.config' }, context);
    const [first] = bodiesOf('rejudge');
    await handler(queued(first), context);
    expect(bodiesOf('evaluate')).toEqual([JSON.stringify({ podguard: 'rejudge', key: ROLE })]);
    expect(bodiesOf('rejudge')).toHaveLength(2);
    const state = createDynamoDbServiceState({ client: dynamo.client, table });
    expect(await state.loadMark('rejudge')).toMatchObject({ run: 'rules.config', finishedAt: null });
  });
});
