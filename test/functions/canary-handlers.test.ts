import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { toChanges, toRecord } from '@podguard/cloudtrail';
import type { JsonObject } from '@podguard/core';
import { createCanarySeen } from '@podguard/functions';
import { createDynamoDbServiceState } from '@podguard/store';
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
  await bundle({ entry: path.join(HANDLERS, 'canary.ts'), out: path.join(directory, 'canary') });
});
afterAll(async () => {
  await Promise.all([db.close(), fake.close(), stub.close()]);
  rmSync(directory, { recursive: true });
});

/** In a process of its own each time: nothing is kept between two calls. */
async function invoke(name: string, table: string, event: object): Promise<string> {
  const env = {
    PATH: process.env.PATH,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: db.key,
    AWS_SECRET_ACCESS_KEY: db.key,
    AWS_ENDPOINT_URL_DYNAMODB: db.url,
    AWS_ENDPOINT_URL_IAM: fake.url,
    AWS_ENDPOINT_URL: stub.url,
    TABLE_NAME: table,
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
