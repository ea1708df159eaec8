import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readEventId, type StateChange } from '@podguard/core';
import { createDynamoDbServiceState } from '@podguard/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRole } from '../support/changes.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynalite.ts';
import { createHarness } from '../support/harness.ts';
import { irsa, trust } from '../support/trusts.ts';

const MAIN = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));
const BASELINE = { run: 'first', startedAt: '2026-01-02T03:10:00Z', finishedAt: '2026-01-02T03:20:00Z' };

let db: TestDynamoDb;
beforeAll(async () => {
  db = await startDynamoDb();
});
afterAll(() => db.close());

/** A role that any service account gets; its name is its own. */
function open(name: string, seconds: number, read = false): StateChange {
  const change = createRole(seconds, trust(irsa()));
  const key = change.key.replace(/app$/, name);
  const eventId = read ? readEventId('role', change.stamp.time, change.key) : `${name}-${seconds}`;
  const { stamp, cause } = change;
  return { ...change, key, stamp: { ...stamp, eventId }, cause: { ...cause, eventId } } as StateChange;
}

/** A table with an old finding, one that the baseline's reads showed, and a new one. */
async function newTable(): Promise<string> {
  const { store, table } = await db.newStore();
  const { deliver } = createHarness(store);
  await deliver(open('old', 0));
  await deliver(open('read', 660, true));
  await deliver(open('new', 1800));
  return table;
}

async function report(table: string, ...options: string[]): Promise<string> {
  const args = [MAIN, 'report', '--store', `dynamodb:${table}@us-east-1`, '--fail-on', 'never', ...options];
  const env = {
    PATH: process.env.PATH,
    AWS_ENDPOINT_URL_DYNAMODB: db.url,
    AWS_ACCESS_KEY_ID: db.key,
    AWS_SECRET_ACCESS_KEY: db.key,
  };
  return (await promisify(execFile)(process.execPath, args, { env })).stdout;
}

describe('the report of a deployed service', () => {
  it('begins with what opened since its baseline, in each format, whatever findings are asked for', async () => {
    const table = await newTable();
    await createDynamoDbServiceState({ client: db.client, table }).saveMark('baseline', BASELINE);
    const line = 'finding of high or above opened since the baseline of 2026-01-02 03:10:00 UTC, still open';
    expect((await report(table, '--format', 'table')).split('\n')[0]).toBe(`A ${line}`);
    expect((await report(table, '--format', 'md')).split('\n')[4]).toBe(`A ${line}.`);
    const json = JSON.parse(await report(table, '--format', 'json', '--rule', 'static-key-root'));
    expect(json.findings).toEqual([]);
    expect(json.sinceBaseline).toEqual({ ...BASELINE, opened: 1, open: 1 });
  });

  it('begins as ever where there was no baseline', async () => {
    const table = await newTable();
    expect(await report(table, '--format', 'md')).not.toContain('since the baseline');
    expect(JSON.parse(await report(table, '--format', 'json'))).not.toHaveProperty('sinceBaseline');
  });

  it('says so where the mark of the baseline is none', async () => {
    const table = await newTable();
    await createDynamoDbServiceState({ client: db.client, table }).saveMark('baseline', { run: 7 });
    await expect(report(table)).rejects.toMatchObject({
      stderr: expect.stringContaining('the mark baseline is none that this version wrote'),
    });
  });
});
