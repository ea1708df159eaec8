import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { UrlAnswer, UrlCall } from '@podguard/functions';
import { createDynamoDbServiceState } from '@podguard/store';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { bundle } from '../../scripts/bundle.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynalite.ts';
import { openSlackServer, type SlackServer } from '../support/slack-server/slack-server.ts';
import { type FunctionUrl, openFunctionUrl } from './function-url.ts';
import { openParameters, type ParameterStub } from './parameter-stub.ts';
import { type ServicesStub, startServicesStub } from './services-stub.ts';
import { postTo } from './slack-world.ts';

const CONFIG = 'test/fixtures/synth/slack-actions.config.ts';
const CONTEXT = { functionName: 'x', awsRequestId: 'r', getRemainingTimeInMillis: () => 60_000 } as Context;

let slack: SlackServer;
let dynamoDb: TestDynamoDb;
let services: ServicesStub;
let ssm: ParameterStub;
let url: FunctionUrl;
let act: (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;
let table: string;
let out: string;
beforeAll(async () => {
  [slack, dynamoDb, services] = await Promise.all([openSlackServer(), startDynamoDb(), startServicesStub()]);
  ({ table } = await dynamoDb.newStore());
  ssm = await openParameters({
    '/podguard/slack-signing-secret': slack.signingSecret,
    '/podguard/slack-token': slack.workspace.token,
  });
  const environment = {
    TABLE_NAME: table,
    ACCOUNT_ID: '111122223333',
    JUDGED_WITH: 'catalogue.configuration',
    ACTIONS_QUEUE_URL: `${services.url}/111122223333/actions`,
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
    AWS_ENDPOINT_URL_SQS: services.url,
    AWS_ENDPOINT_URL_SSM: ssm.url,
    AWS_ACCESS_KEY_ID: dynamoDb.key,
    AWS_SECRET_ACCESS_KEY: 'test',
    POWERTOOLS_METRICS_NAMESPACE: 'Podguard',
    POWERTOOLS_METRICS_DISABLED: 'true',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const real = globalThis.fetch;
  vi.stubGlobal('fetch', (to: string | URL, init?: RequestInit) =>
    real(String(to).replace('https://slack.com/api/', slack.apiUrl), init),
  );
  out = await mkdtemp(path.join(tmpdir(), 'podguard-slack-'));
  const load = async (name: string) => {
    await bundle({
      entry: `packages/functions/src/handlers/${name}.ts`,
      out: path.join(out, name),
      config: CONFIG,
    });
    return import(pathToFileURL(path.join(out, name, 'bundle.mjs')).href);
  };
  const answering: (call: UrlCall, context: Context) => Promise<UrlAnswer> = (await load('slack-actions'))
    .handler;
  url = await openFunctionUrl((call) => answering(call, CONTEXT));
  act = (await load('act')).handler;
}, 60_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  await Promise.all([
    url.close(),
    slack.close(),
    services.close(),
    dynamoDb.close(),
    rm(out, { recursive: true }),
  ]);
  await ssm.close();
});
beforeEach(() => {
  services.sent.length = 0;
});

const takeAll = () =>
  act(
    {
      Records: services.sent.splice(0).map(({ body }, at) => ({
        ...{ messageId: `m${at}`, body, eventSource: 'aws:sqs' },
        attributes: { ApproximateReceiveCount: '1' },
      })),
    } as unknown as SQSEvent,
    CONTEXT,
  );

it('the functions as they are deployed take a press to the queue, once, and tell what came of it', async () => {
  const message = await postTo(slack);
  const press = await slack.press({ url: url.url, message, action: 'podguard.acknowledge' });
  expect(press).toEqual({ status: 200, text: '' });
  expect(services.sent.map(({ queue }) => queue)).toEqual(['actions']);
  expect(await takeAll()).toEqual({ batchItemFailures: [] });
  expect(slack.workspace.ephemerals.map(({ text }) => text)).toEqual([
    expect.stringContaining('the finding is not open any more'),
  ]);
  const state = createDynamoDbServiceState({ client: dynamoDb.client, table });
  expect(await state.listActions(10)).toMatchObject([
    { by: 'noor (slack U01234567)', outcome: 'nothing-to-do', told: true },
  ]);
  const [call] = url.calls;
  const replay = await fetch(url.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-signature': call?.headers?.['x-slack-signature'] ?? '',
      'x-slack-request-timestamp': call?.headers?.['x-slack-request-timestamp'] ?? '',
    },
    body: Buffer.from(call?.body ?? '', 'base64'),
  });
  expect(replay.status).toBe(401);
  expect(services.sent).toEqual([]);
});

it('the function as it is deployed opens a dialog, and reads each secret once', async () => {
  const message = await postTo(slack);
  expect((await slack.press({ url: url.url, message, action: 'podguard.exempt' })).status).toBe(200);
  expect(slack.workspace.views).toHaveLength(1);
  const ofSigning = ssm.reads.filter((name) => name === '/podguard/slack-signing-secret');
  expect(ofSigning).toHaveLength(1);
});

it('the function as it is deployed takes a secret that was replaced', async () => {
  ssm.values['/podguard/slack-signing-secret'] = 'another';
  const message = await postTo(slack);
  const answer = await slack.press(
    { url: url.url, message, action: 'podguard.acknowledge' },
    { secret: 'another' },
  );
  expect(answer.status).toBe(200);
  expect(services.sent).toHaveLength(1);
});
