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

let sns: SnsStub;
let out: string;
let handler: (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;
beforeAll(async () => {
  sns = await openSnsStub();
  const environment = {
    TOPIC_ARN: 'arn:aws:sns:eu-central-1:111122223333:alerts',
    TABLE_NAME: 'podguard-test',
    AWS_REGION: 'eu-central-1',
    AWS_ENDPOINT_URL_SNS: sns.url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    POWERTOOLS_METRICS_NAMESPACE: 'Podguard',
    POWERTOOLS_SERVICE_NAME: 'notify',
    POWERTOOLS_METRICS_DISABLED: 'true',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  out = await mkdtemp(path.join(tmpdir(), 'podguard-notify-'));
  await bundle({ entry: 'packages/functions/src/handlers/notify.ts', out });
  ({ handler } = await import(pathToFileURL(path.join(out, 'bundle.mjs')).href));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await sns.close();
  await rm(out, { recursive: true });
});

const context = {
  functionName: 'notify',
  awsRequestId: 'request-1',
  getRemainingTimeInMillis: () => 60_000,
} as Context;

function eventOf(...messages: readonly { readonly group: string; readonly body: string }[]): SQSEvent {
  const Records = messages.map(({ group, body }, at) => ({
    messageId: `message-${at}`,
    body,
    eventSource: 'aws:sqs',
    attributes: { ApproximateReceiveCount: '1', MessageGroupId: group },
  }));
  return { Records } as unknown as SQSEvent;
}

const tellOf = (role: string, eventId: string) =>
  toMessageBody({ podguard: 'transitions', transitions: [transitionOf({ role, eventId })] });

it('the function as it is deployed publishes alerts, and names the messages that are to come again', async () => {
  const { batchItemFailures } = await handler(
    eventOf(
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
});

it('the function fails the messages and not the invocation where nothing can be published', async () => {
  sns.moods.push('error', 'error', 'error');
  const { batchItemFailures } = await handler(eventOf({ group: 'c', body: tellOf('c', '3') }), context);
  expect(batchItemFailures).toEqual([{ itemIdentifier: 'message-0' }]);
});
