import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { toMessageBody } from '@podguard/functions';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { bundle } from '../../scripts/bundle.ts';
import { openSnsStub, type SnsStub } from '../notify/sns-stub.ts';
import { transitionOf } from '../notify/transitions.ts';
import { type FaultAnswer, type FaultServer, openFaultServer } from '../support/fault-server.ts';

const CONFIG = path.resolve(import.meta.dirname, '../fixtures/synth/everything.config.ts');
const TAKEN = {
  status: 200,
  body: JSON.stringify({ FailedEntryCount: 0, Entries: [{ EventId: 'event-1' }] }),
};

let sns: SnsStub;
let sqs: FaultServer;
let bus: FaultServer;
let busAnswer: FaultAnswer = TAKEN;
let sqsAnswer: FaultAnswer = { status: 200, body: '{"Successful":[],"Failed":[]}' };
let out: string;
let handler: (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;
beforeAll(async () => {
  sns = await openSnsStub();
  sqs = await openFaultServer(() => sqsAnswer);
  bus = await openFaultServer(() => busAnswer);
  const names = ['sns', 'platform', 'payments', 'tickets', 'hub', 'events', 'events-2'];
  const environment = {
    TOPIC_ARN: 'arn:aws:sns:eu-central-1:111122223333:alerts',
    TABLE_NAME: 'podguard-test',
    ACCOUNT_ID: '111122223333',
    AWS_REGION: 'eu-central-1',
    CHANNEL_QUEUES: JSON.stringify(
      Object.fromEntries(names.map((name) => [name, `${sqs.url}/111122223333/podguard-dev-${name}.fifo`])),
    ),
    AWS_ENDPOINT_URL_SNS: sns.url,
    AWS_ENDPOINT_URL_SQS: sqs.url,
    AWS_ENDPOINT_URL_EVENTBRIDGE: bus.url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    POWERTOOLS_METRICS_NAMESPACE: 'Podguard',
    POWERTOOLS_SERVICE_NAME: 'notify',
    POWERTOOLS_METRICS_DISABLED: 'true',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  out = await mkdtemp(path.join(tmpdir(), 'podguard-notify-'));
  await bundle({ entry: 'packages/functions/src/handlers/notify.ts', out, config: CONFIG });
  ({ handler } = await import(pathToFileURL(path.join(out, 'bundle.mjs')).href));
}, 60_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([sns.close(), sqs.close(), bus.close()]);
  await rm(out, { recursive: true });
});

const context = {
  functionName: 'notify',
  awsRequestId: 'request-1',
  getRemainingTimeInMillis: () => 60_000,
} as Context;

interface Sent {
  readonly group: string;
  readonly body: string;
}

function eventOf(channel: string, ...messages: readonly Sent[]): SQSEvent {
  const Records = messages.map(({ group, body }, at) => ({
    messageId: `message-${at}`,
    receiptHandle: `receipt-${at}`,
    body,
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:eu-central-1:111122223333:podguard-dev-${channel}.fifo`,
    attributes: { ApproximateReceiveCount: '3', MessageGroupId: group },
  }));
  return { Records } as unknown as SQSEvent;
}

const tellOf = (role: string, eventId: string) =>
  toMessageBody({ podguard: 'transitions', transitions: [transitionOf({ role, eventId })] });
const putOff = () => {
  const { QueueUrl, Entries } = JSON.parse(sqs.requests.at(-1)?.body ?? '{}') as {
    readonly QueueUrl: string;
    readonly Entries: readonly { readonly ReceiptHandle: string; readonly VisibilityTimeout: number }[];
  };
  return { queue: QueueUrl.split('/').at(-1), entries: Entries };
};

it('the function as it is deployed publishes alerts, and names the messages that are to come again', async () => {
  const { batchItemFailures } = await handler(
    eventOf(
      'sns',
      { group: 'a', body: tellOf('a', '1') },
      { group: 'b', body: 'no message' },
      { group: 'b', body: tellOf('b', '2') },
    ),
    context,
  );
  expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(['message-1', 'message-2']);
  expect(sns.published).toHaveLength(1);
  const email = sns.published[0]?.message.email;
  expect(email).toContain('\nMend: ');
  expect(email).toMatch(/podguard explain pg-\w+ --store dynamodb:podguard-test@eu-central-1\n/);
  const soon = putOff();
  expect(soon.queue).toBe('podguard-dev-sns.fifo');
  expect(soon.entries.map(({ ReceiptHandle }) => ReceiptHandle)).toEqual(['receipt-1', 'receipt-2']);
  for (const { VisibilityTimeout } of soon.entries) expect(VisibilityTimeout).toBeLessThan(10);
});

it('the function fails the messages and not the invocation where nothing can be published, and puts them off', async () => {
  sns.moods.push('error', 'error', 'error');
  const { batchItemFailures } = await handler(
    eventOf('sns', { group: 'c', body: tellOf('c', '3') }),
    context,
  );
  expect(batchItemFailures).toEqual([{ itemIdentifier: 'message-0' }]);
  const [entry] = putOff().entries;
  expect(entry?.VisibilityTimeout).toBeGreaterThanOrEqual(120);
  expect(entry?.VisibilityTimeout).toBeLessThanOrEqual(150);
});

it('the function tells by the channel of the queue, and a channel that fails stops no other', async () => {
  const before = sns.published.length;
  busAnswer = { status: 500, body: '{}' };
  const failed = await handler(eventOf('events', { group: 'd', body: tellOf('d', '4') }), context);
  expect(failed.batchItemFailures).toEqual([{ itemIdentifier: 'message-0' }]);
  expect(putOff().queue).toBe('podguard-dev-events.fifo');
  expect(
    (await handler(eventOf('sns', { group: 'd', body: tellOf('d', '4') }), context)).batchItemFailures,
  ).toEqual([]);
  expect(sns.published).toHaveLength(before + 1);
  busAnswer = TAKEN;
  expect(
    (await handler(eventOf('events', { group: 'd', body: tellOf('d', '4') }), context)).batchItemFailures,
  ).toEqual([]);
  expect(bus.requests.at(-1)?.body).toContain('podguard.finding');
});

it.for([
  ['refuses all of it', { status: 403, body: '{"__type":"AccessDeniedException"}' }],
  [
    'refuses a part',
    { status: 200, body: '{"Successful":[],"Failed":[{"Id":"message-0","Code":"No","SenderFault":true}]}' },
  ],
] as const)('what failed comes again by the queue itself where that %s', async ([, answer]) => {
  sqsAnswer = answer;
  const { batchItemFailures } = await handler(eventOf('sns', { group: 'f', body: 'no message' }), context);
  expect(batchItemFailures).toEqual([{ itemIdentifier: 'message-0' }]);
});

it('the function refuses a queue that it does not know, so that its messages come again', async () => {
  await expect(handler(eventOf('pager', { group: 'e', body: tellOf('e', '5') }), context)).rejects.toThrow(
    'CHANNEL_QUEUES has no queue arn:aws:sqs:eu-central-1:111122223333:podguard-dev-pager.fifo',
  );
});
