import type { Finding } from '@podguard/core';
import { createDynamoDbServiceState } from '@podguard/store';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startDynamoDb, type TestDynamoDb } from '../support/dynalite.ts';
import { runCli } from '../support/run-cli.ts';
import { driftAccount } from './drift-account.ts';
import { inThePast, READER } from './remediate-account.ts';
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

/** The table of a deployed service, read ten minutes ago. */
async function deployed() {
  const { store, table } = await dynamoDb.newStore();
  const state = createDynamoDbServiceState({ client: dynamoDb.client, table });
  serve(store);
  return inThePast(10, async () => {
    const account = await driftAccount();
    const front = await startTableFront(account.fake.url, dynamoDb.url);
    const where = ['--store', `dynamodb:${table}@eu-central-1`, '--endpoint-url', front];
    const podguard = (args: readonly string[]) => runCli([...args, ...where], account);
    const { stdout } = await podguard(['drift', '--fail-on', 'never', '--format', 'json']);
    const { findings } = JSON.parse(stdout) as { readonly findings: readonly Finding[] };
    const finding = findings.find(({ rule }) => rule === 'pod-identity-trust-unscoped');
    if (finding === undefined) throw new Error('the role of any pod was not found');
    return { account, state, podguard, finding };
  });
}

describe('podguard remediate over the table of a deployed service', () => {
  it('applies by the caller, and leaves telling people to the service', async () => {
    const { state, podguard, finding } = await deployed();
    const { status, stdout } = await podguard(['remediate', finding.id, '--apply']);
    expect(stdout).toMatch(/^Remediated: /);
    expect(status).toBe(0);
    const [kept] = await state.listRemediations(10);
    expect(kept).toMatchObject({ status: 'verified', applied: { principal: READER }, foreign: [] });
    expect(kept?.told.turns).toBeLessThan(kept?.history.length ?? 0);
    expect(await Array.fromAsync(state.listOpenRemediations())).toEqual([kept?.id]);
    const listed = await podguard(['remediations', '--format', 'json']);
    expect(JSON.parse(listed.stdout)).toEqual([kept]);
  });

  it('has the service apply what is approved by command', async () => {
    const { state, podguard, finding } = await deployed();
    await podguard(['remediate', finding.id, '--apply']);
    const [done] = await state.listRemediations(10);
    if (done === undefined) throw new Error('nothing was kept');
    const proposal = { status: 'proposed', mode: 'propose', approvals: [], applied: null } as const;
    await state.saveRemediation({ ...done, ...proposal, id: 'rm-proposed', version: 1 });
    const approve = ['remediations', 'approve', 'rm-proposed', '--plan', done.planHash];
    const { status, stdout } = await podguard(approve);
    expect({ status, stdout }).toEqual({
      ...{ status: 0, stdout: expect.stringContaining('The service applies it within 15 minutes') },
    });
    expect(await state.loadRemediation('rm-proposed')).toMatchObject({
      ...{ status: 'approved', approvals: [{ by: READER }] },
    });
  });

  it('neither plans nor applies by other rules than those that are deployed', async () => {
    const { account, state, podguard, finding } = await deployed();
    await state.saveMark('deployed', { judgedWith: 'other.rules' });
    for (const args of [
      ['remediate', finding.id],
      ['remediate', finding.id, '--apply'],
    ]) {
      const { status, stderr } = await podguard(args);
      expect(status).toBe(2);
      expect(stderr).toMatch(/was deployed with other rules .*: check out what is deployed\n$/);
    }
    expect(account.fake.calls).not.toContain('iam:UpdateAssumeRolePolicy');
  });
});
