import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { toChanges, toRecord } from '@podguard/cloudtrail';
import {
  configSchema,
  createDispatcher,
  createEngine,
  type JsonObject,
  type Transition,
} from '@podguard/core';
import { createCanarySeen } from '@podguard/functions';
import { LISTINGS, READERS } from '@podguard/inventory';
import { catalogue } from '@podguard/rules';
import { createDynamoDbServiceState, createDynamoDbStore } from '@podguard/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../../scripts/bundle.ts';
import { type AwsFake, startAwsFake } from '../support/aws-fake/aws-fake.ts';
import { changingClients } from '../support/aws-fake/sdk.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynalite.ts';
import { irsa, trust } from '../support/trusts.ts';
import { type ServicesStub, startServicesStub } from './services-stub.ts';

const ACCOUNT = '111122223333';
const ROLE = 'podguard-test-canary';
const RULES = Object.fromEntries(
  ['eu-central-1', 'us-east-1'].map((region) => [
    region,
    `arn:aws:events:${region}:${ACCOUNT}:rule/podguard-test-canary`,
  ]),
);
const INVOKE = fileURLToPath(new URL('invoke-handler.ts', import.meta.url));
const HANDLERS = fileURLToPath(new URL('../../packages/functions/src/handlers', import.meta.url));

const directory = mkdtempSync(path.join(tmpdir(), 'podguard-handlers-'));
let db: TestDynamoDb;
let fake: AwsFake;
let stub: ServicesStub;

beforeAll(async () => {
  [db, fake, stub] = await Promise.all([startDynamoDb(), startAwsFake(), startServicesStub()]);
  for (const name of ['baseline', 'canary'])
    await bundle({ entry: path.join(HANDLERS, `${name}.ts`), out: path.join(directory, name) });
});
afterAll(async () => {
  await Promise.all([db.close(), fake.close(), stub.close()]);
  rmSync(directory, { recursive: true });
});

/** In a process of its own each time: nothing is kept between two calls. */
async function invoke(name: string, table: string, event: object): Promise<string> {
  const queue = (one: string) => `${stub.url}/${ACCOUNT}/${one}`;
  const env = {
    PATH: process.env.PATH,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: db.key,
    AWS_SECRET_ACCESS_KEY: db.key,
    AWS_ENDPOINT_URL_DYNAMODB: db.url,
    AWS_ENDPOINT_URL_EKS: fake.url,
    AWS_ENDPOINT_URL_IAM: fake.url,
    AWS_ENDPOINT_URL: stub.url,
    TABLE_NAME: table,
    ACCOUNT_ID: ACCOUNT,
    JUDGED_WITH: 'c.d',
    EVALUATE_QUEUE_URL: queue('evaluate'),
    BASELINE_QUEUE_URL: queue('baseline'),
    CHANNEL_QUEUES: JSON.stringify({ sns: queue('sns.fifo') }),
    REPORT_BUCKET: 'reports',
    CANARY_ROLE_NAME: ROLE,
    CANARY_RULES: JSON.stringify(RULES),
    POWERTOOLS_SERVICE_NAME: name,
    POWERTOOLS_METRICS_NAMESPACE: 'Podguard',
  };
  const args = [INVOKE, path.join(directory, name, 'bundle.mjs'), JSON.stringify(event)];
  try {
    return (await promisify(execFile)(process.execPath, args, { env })).stdout;
  } catch (error) {
    // Node shows the line of the bundle, which is most of it.
    const { stderr } = error as { readonly stderr: string };
    throw new Error(
      stderr
        .split('\n')
        .filter(({ length }) => length < 500)
        .join('\n'),
      { cause: error },
    );
  }
}

const metricsIn = (stdout: string, name: string) =>
  stdout.split('\n').flatMap((line) => {
    const json = line.startsWith('{') ? JSON.parse(line) : {};
    return json._aws?.CloudWatchMetrics && name in json ? [json] : [];
  });

describe('the bundled baseline', () => {
  it('reads an account through the SDK by the calls that readers declare, reports and tells once', async () => {
    const { eks, iam } = changingClients(fake.url);
    await iam.createRole({ RoleName: 'pods', AssumeRolePolicyDocument: trust(irsa()) });
    await iam.createUser({ UserName: 'ci' });
    await iam.createAccessKey({ UserName: 'ci' });
    await eks.createCluster({
      name: 'prod',
      roleArn: `arn:aws:iam::${ACCOUNT}:role/cluster`,
      resourcesVpcConfig: {},
    });
    await eks.createPodIdentityAssociation({
      clusterName: 'prod',
      namespace: 'shop',
      serviceAccount: 'till',
      roleArn: `arn:aws:iam::${ACCOUNT}:role/pods`,
    });
    fake.calls.length = 0;
    fake.fault('iam:ListUsers', { kind: 'error', status: 403, code: 'AccessDenied' }, 100);

    const { table } = await db.newStore();
    const of = { client: db.client, table };
    const store = createDynamoDbStore(of);
    const state = createDynamoDbServiceState(of);
    const dispatcher = dispatcherOf(store, state.noteQuiet);
    await invoke('baseline', table, { start: 'first' });
    for (let at = 0; at < 20; at += 1) {
      const message = stub.sent.filter(({ queue }) => queue === 'baseline')[at];
      if (message === undefined) break;
      await invoke('baseline', table, { Records: [{ body: message.body }] });
      while ((await dispatcher.sweep()) > 0);
    }

    expect(await state.loadMark('baseline')).toMatchObject({ run: 'first', finishedAt: expect.any(String) });
    const declared = [...LISTINGS, ...READERS].flatMap(({ actions }) => actions);
    expect(fake.calls.filter((call) => !declared.includes(call))).toEqual([]);
    expect(fake.calls).toContain('eks:DescribePodIdentityAssociation');
    expect(
      [...stub.objects.keys()]
        .filter((name) => name.includes('first'))
        .map((name) => name.split('/').slice(-2).join('/'))
        .sort(),
    ).toEqual(['baselines/first.json', 'baselines/first.md']);
    const markdown = [...stub.objects].find(([name]) => name.endsWith('first.md'))?.[1];
    expect(markdown?.type).toBe('text/markdown; charset=utf-8');
    expect(markdown?.text).toMatch(/^## Podguard: no finding of high or above opened since the baseline of /);
    expect(markdown?.text).toMatch(/### Not known[\s\S]*users in eu-central-1 \| denied: /);
    const json = JSON.parse(
      [...stub.objects].find(([name]) => name.endsWith('first.json'))?.[1].text as string,
    );
    expect(json.findings.map(({ resource }: { resource: { key: string } }) => resource.key)).toContain(
      `arn:aws:iam::${ACCOUNT}:role/pods`,
    );
    const told = stub.sent.filter(({ queue }) => queue === 'sns.fifo').map(({ body }) => JSON.parse(body));
    expect(told).toMatchObject([
      { podguard: 'digest', digest: { report: 's3://reports/baselines/first.md', account: ACCOUNT } },
    ]);
    expect(told[0].digest.transitions).toBe(json.findings.length);
    expect(told[0].digest.notes).toEqual([expect.stringContaining('users in eu-central-1: denied')]);
    expect(await Array.fromAsync(state.listQuiet())).toEqual([]);
  });
});

describe('the bundled canary', () => {
  it('tags its role and a rule in each region; what CloudTrail writes of it comes back as seen', async () => {
    const { iam } = changingClients(fake.url);
    await iam.createRole({ RoleName: ROLE, AssumeRolePolicyDocument: trust(irsa()) });
    const { table } = await db.newStore();
    const begun = fake.records.length;
    await invoke('canary', table, { canary: 'send' });
    expect(stub.tagged.map(({ region, arn }) => [region, arn]).sort()).toEqual(Object.entries(RULES).sort());
    const [written] = fake.records.slice(begun);
    const read = toRecord(written as JsonObject);
    if (read.kind !== 'record') throw new Error(`CloudTrail wrote none: ${read.kind}`);
    expect(toChanges(read.record, []).kind).toBe('changes');

    const state = createDynamoDbServiceState({ client: db.client, table });
    const delays: string[] = [];
    const seen = createCanarySeen({
      state,
      account: ACCOUNT,
      roleName: ROLE,
      rules: RULES,
      delay: (place) => delays.push(place),
    });
    expect(await seen(read.record, new Date())).toBe(true);
    expect(delays).toEqual(['iam']);

    const [metric] = metricsIn(await invoke('canary', table, { canary: 'check' }), 'CanaryLate');
    expect(metric).toMatchObject({ CanaryLate: 0, service: 'canary' });
    expect(metric._aws.CloudWatchMetrics[0].Namespace).toBe('Podguard');
  });

  it('refuses what no schedule asks for', async () => {
    const { table } = await db.newStore();
    await expect(invoke('canary', table, {})).rejects.toThrow('the canary is called with');
  });
});

function dispatcherOf(
  store: ReturnType<typeof createDynamoDbStore>,
  noteQuiet: (transition: Transition) => Promise<void>,
) {
  const config = configSchema.parse({});
  const backOff = async () => {};
  const engine = createEngine({ store, catalogue, config, judgedWith: 'c.d', pastLimit: 20, backOff });
  const notify = async (transitions: readonly Transition[]) => {
    for (const one of transitions) await noteQuiet(one);
  };
  return createDispatcher({ store, engine, catalogue, notify, backOff });
}
