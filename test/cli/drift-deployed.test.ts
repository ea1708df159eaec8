import { createDynamoDbServiceState } from '@podguard/store';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startDynamoDb, type TestDynamoDb } from '../support/dynalite.ts';
import { driftAccount, roleArn } from './drift-account.ts';
import { serve, startTableFront } from './table-front.ts';

let dynamoDb: TestDynamoDb;
beforeAll(async () => {
  dynamoDb = await startDynamoDb();
  vi.stubEnv('AWS_ACCESS_KEY_ID', dynamoDb.key);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', dynamoDb.key);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await dynamoDb.close();
});

async function deployed() {
  const account = await driftAccount();
  const front = await startTableFront(account.fake.url, dynamoDb.url);
  const { store, table } = await dynamoDb.newStore();
  const state = createDynamoDbServiceState({ client: dynamoDb.client, table });
  const where = ['--store', `dynamodb:${table}@eu-central-1`, '--endpoint-url', front];
  return { account, store, state, drift: (...options: string[]) => account.drift([...where, ...options]) };
}

describe('podguard drift over the table of a deployed service', () => {
  it('corrects it, and leaves telling to the service', async () => {
    const { account, store, drift } = await deployed();
    serve(store);
    const first = await drift('--format', 'json', '--fail-on', 'never');
    expect(first).toMatchObject({ status: 0 });
    expect(JSON.parse(first.stdout)).toMatchObject({ run: { kind: 'baseline' }, gaps: [] });
    expect(await store.load(roleArn('cart'))).toMatchObject({ present: true });
    await account.makeRole('new');
    const { stdout } = await drift('--format', 'json');
    // Its event may still come to the service.
    expect(JSON.parse(stdout).differences).toMatchObject([
      { key: roleArn('new'), type: 'appeared', origin: 'late' },
    ]);
  });

  it('is not written by other rules than those that are deployed, but may be looked at', async () => {
    const { store, state, drift } = await deployed();
    await state.saveMark('deployed', { judgedWith: 'other.rules' });
    const { status, stderr } = await drift();
    expect(status).toBe(2);
    expect(stderr).toContain('was deployed with other rules or settings than those of this checkout');
    const dry = await drift('--dry-run', '--format', 'json', '--fail-on', 'never');
    expect(dry.status).toBe(0);
    expect(JSON.parse(dry.stdout).run.read).toBeGreaterThan(5);
    expect(await Array.fromAsync(store.listItems())).toEqual([]);
  });

  it('takes approvals, by the caller as AWS knows them', async () => {
    const { store, state, drift } = await deployed();
    serve(store);
    await drift('--quiet');
    const { stdout } = await drift('--approve', roleArn('cart'));
    expect(stdout).toMatch(/^approved 1 resource by arn:aws:iam::111122223333:user\//);
    expect(await Array.fromAsync(state.listApprovals())).toMatchObject([{ key: roleArn('cart') }]);
  });

  it('refuses a region that the table is not in', async () => {
    const { account } = await deployed();
    const { status, stderr } = await account.drift(['--store', 'dynamodb:podguard@us-east-1']);
    expect(status).toBe(2);
    expect(stderr).toContain('names another region than --region eu-central-1');
  });
});
