import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { configSchema, createDispatcher, createEngine } from '@podguard/core';
import { driftMachine } from '@podguard/deployment';
import { LISTINGS, LOOKUP_ACTIONS, READERS } from '@podguard/inventory';
import { catalogue } from '@podguard/rules';
import { createDynamoDbServiceState, createDynamoDbStore } from '@podguard/store';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bundle } from '../../scripts/bundle.ts';
import { type AwsFake, startAwsFake } from '../support/aws-fake/aws-fake.ts';
import { changingClients } from '../support/aws-fake/sdk.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynalite.ts';
import { lambdaContext } from '../support/lambda-context.ts';
import { runMachine } from '../support/run-machine.ts';
import { irsa, trust } from '../support/trusts.ts';
import { type ServicesStub, startServicesStub } from './services-stub.ts';

const ACCOUNT = '111122223333';
const MACHINE = `arn:aws:states:eu-central-1:${ACCOUNT}:stateMachine:podguard-test-drift`;
const HANDLER = fileURLToPath(new URL('../../packages/functions/src/handlers/drift.ts', import.meta.url));
const context = { ...lambdaContext(120_000), memoryLimitInMB: '1769' };

type Handler = (event: unknown, of: object) => Promise<unknown>;

const directory = mkdtempSync(path.join(tmpdir(), 'podguard-drift-'));
let db: TestDynamoDb;
let fake: AwsFake;
let stub: ServicesStub;
let table: string;
let handler: Handler;

beforeAll(async () => {
  [db, fake, stub] = await Promise.all([startDynamoDb(), startAwsFake(), startServicesStub()]);
  await bundle({ entry: HANDLER, out: directory });
  ({ table } = await db.newStore());
  const queue = (name: string) => `${stub.url}/${ACCOUNT}/${name}`;
  const environment = {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: db.key,
    AWS_SECRET_ACCESS_KEY: db.key,
    AWS_ENDPOINT_URL: fake.url,
    AWS_ENDPOINT_URL_DYNAMODB: db.url,
    AWS_ENDPOINT_URL_S3: stub.url,
    AWS_ENDPOINT_URL_SQS: stub.url,
    AWS_ENDPOINT_URL_SFN: stub.url,
    TABLE_NAME: table,
    ACCOUNT_ID: ACCOUNT,
    JUDGED_WITH: 'c.d',
    EVALUATE_QUEUE_URL: queue('evaluate'),
    CHANNEL_QUEUES: JSON.stringify({ sns: queue('sns.fifo') }),
    REPORT_BUCKET: 'reports',
    STATE_MACHINE_ARN: MACHINE,
    POWERTOOLS_SERVICE_NAME: 'drift',
    POWERTOOLS_METRICS_NAMESPACE: 'Podguard',
    POWERTOOLS_DEV: 'true',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  ({ handler } = (await import(pathToFileURL(path.join(directory, 'bundle.mjs')).href)) as {
    handler: Handler;
  });
}, 120_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([db.close(), fake.close(), stub.close()]);
  rmSync(directory, { recursive: true });
});

/** As Step Functions and the table's stream do. */
async function run(input: object, name: string) {
  const of = { client: db.client, table };
  const store = createDynamoDbStore(of);
  const state = createDynamoDbServiceState(of);
  const backOff = async () => {};
  const engine = createEngine({
    ...{ store, catalogue, backOff, config: configSchema.parse({}), judgedWith: 'c.d', pastLimit: 20 },
  });
  const dispatcher = createDispatcher({
    ...{ store, engine, catalogue, backOff },
    notify: async (transitions) => {
      for (const one of transitions) await state.noteQuiet(one);
    },
  });
  return runMachine(driftMachine('arn'), input, {
    execution: `arn:aws:states:eu-central-1:${ACCOUNT}:execution:podguard-test-drift:${name}`,
    async call(payload) {
      const answer = await handler(payload, context);
      while ((await dispatcher.sweep()) > 0);
      return answer;
    },
    wait: () => {},
  });
}

const objectOf = (name: string) => stub.objects.get(`reports/reports/${name}`);
const digests = () =>
  stub.sent.filter(({ queue }) => queue === 'sns.fifo').map(({ body }) => JSON.parse(body).digest);

describe('the bundled drift', () => {
  it('starts a run by its id, as an execution of that name', async () => {
    expect(await handler({ start: 'first', kind: 'baseline' }, context)).toEqual({ execution: 'first' });
    expect(stub.executions).toEqual([
      {
        stateMachineArn: MACHINE,
        name: 'first',
        input: JSON.stringify({ run: 'first', by: 'start', kind: 'baseline' }),
      },
    ]);
  });

  it('refuses what neither a state machine nor a deploy asks for', async () => {
    await expect(handler({ step: 'dance' }, context)).rejects.toThrow('is called with {"start": "ID"}');
    for (const start of ['a:b', '..', '.', '-a', '_a'])
      await expect(handler({ start }, context)).rejects.toThrow('is called with {"start": "ID"}');
  });

  it('reads an account by the calls that readers declare, names what is denied, reports and tells once', async () => {
    const { eks, iam } = changingClients(fake.url);
    await iam.createRole({ RoleName: 'pods', AssumeRolePolicyDocument: trust(irsa()) });
    await eks.createCluster({
      ...{ name: 'prod', roleArn: `arn:aws:iam::${ACCOUNT}:role/cluster`, resourcesVpcConfig: {} },
    });
    await eks.createPodIdentityAssociation({
      ...{ clusterName: 'prod', namespace: 'shop', serviceAccount: 'till' },
      roleArn: `arn:aws:iam::${ACCOUNT}:role/pods`,
    });
    fake.calls.length = 0;
    fake.fault('eks:ListAccessEntries', { kind: 'error', status: 403, code: 'AccessDeniedException' }, 100);
    expect(await run({ run: 'first', kind: 'baseline' }, 'first')).toMatchObject({ failed: false });
    const declared = [...LISTINGS, ...READERS].flatMap(({ actions }) => actions);
    const allowed = [...declared, ...LOOKUP_ACTIONS];
    expect([...new Set(fake.calls)].filter((call) => !allowed.includes(call))).toEqual([]);
    expect(fake.calls).toContain('eks:DescribePodIdentityAssociation');
    expect(objectOf('first.html')).toMatchObject({ type: 'text/html; charset=utf-8' });
    expect(objectOf('first.html')?.text).toContain('<!doctype html>');
    expect(objectOf('first.md')).toMatchObject({ type: 'text/markdown; charset=utf-8' });
    const report = JSON.parse(objectOf('first.json')?.text ?? 'null');
    expect(JSON.stringify(report.gaps)).toMatch(/access-entries.*denied/);
    const keys = report.findings.map(({ resource }: { resource: { key: string } }) => resource.key);
    expect(keys).toContain(`arn:aws:iam::${ACCOUNT}:role/pods`);
    const [digest, ...more] = digests();
    expect(more).toEqual([]);
    expect(digest).toMatchObject({ account: ACCOUNT, report: 's3://reports/reports/first.html' });
    expect(digest.notes.join()).toContain('access-entries');
  });

  it('makes a link by which the report is read without any right', async () => {
    const [{ reportLink }] = digests();
    expect(reportLink).toMatch(/X-Amz-Expires=43200.*X-Amz-Signature=[0-9a-f]{64}/);
    const link = new URL(reportLink);
    expect(decodeURIComponent(`${link.hostname}${link.pathname}`)).toContain('reports/first.html');
    expect(link.searchParams.get('X-Amz-Credential')).toContain('/eu-central-1/s3/aws4_request');
  });
});
