import { hash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type JsonObject, roleKey } from '@podguard/core';
import { createDynamoDbServiceState } from '@podguard/store';
import { vi } from 'vitest';
import { toRecord } from '../../scripts/samples/call.ts';
import { createRole } from '../../scripts/samples/iam.ts';
import { ACCOUNT, maren } from '../../scripts/samples/people.ts';
import { createRandom } from '../../scripts/samples/random.ts';
import { podIdentity } from '../../scripts/samples/trust.ts';
import { startDynamoDb } from '../support/dynalite.ts';
import { envelope } from '../support/queue-world/envelopes.ts';

export type HandlersWorld = Awaited<ReturnType<typeof startHandlersWorld>>;

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

export const ROLE = roleKey('aws', ACCOUNT, 'app');
export const random = createRandom(11);
export const context = {
  functionName: 'podguard-test',
  functionVersion: '1',
  memoryLimitInMB: '512',
  awsRequestId: 'r-1',
  invokedFunctionArn: `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:podguard-test`,
  getRemainingTimeInMillis: () => 60_000,
};

export const load = async (name: string): Promise<Handler> =>
  ((await import(`@podguard/functions/handlers/${name}`)) as { handler: Handler }).handler;
export const queued = (...bodies: unknown[]) => ({
  Records: bodies.map((body, index) => ({
    messageId: `m-${index}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: { ApproximateReceiveCount: '1' },
    eventSource: 'aws:sqs',
  })),
});
export const event = (): JsonObject =>
  envelope(toRecord(createRole('06:00:00', maren, 'app', podIdentity(['sts:AssumeRole'])), random));

/** What a deployment has around its functions: the environment, a table and queues. IAM denies. What is logged is kept. */
export async function startHandlersWorld() {
  const dynamo = await startDynamoDb();
  const { store, table } = await dynamo.newStore();
  const sent = new Map<string, { readonly MessageBody: string }[]>();
  const lines: string[] = [];
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
    response.end(
      JSON.stringify({ Successful, Failed: [], Attributes: { ApproximateNumberOfMessages: '0' } }),
    );
  });
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
  return {
    ...{ dynamo, store, table, sent, lines },
    state: () => createDynamoDbServiceState({ client: dynamo.client, table }),
    logged: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    bodiesOf: (queue: string) => (sent.get(queue) ?? []).map(({ MessageBody }) => MessageBody),
    async close(): Promise<void> {
      vi.restoreAllMocks();
      vi.unstubAllEnvs();
      await dynamo.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
