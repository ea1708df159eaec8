import { fileURLToPath } from 'node:url';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { type Finding, parseConfig, remediatedWith } from '@podguard/core';
import { judgedWith } from '@podguard/deployment/judged-with';
import { noteDeployed } from '@podguard/functions';
import { createDynamoDbServiceState } from '@podguard/store';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { aRemediation } from '../support/a-remediation.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynalite.ts';
import { runCli } from '../support/run-cli.ts';
import { driftAccount } from './drift-account.ts';
import { configure, inThePast, READER } from './remediate-account.ts';
import { serve, startTableFront } from './table-front.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

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

/** What infra gives the deploy, and the deploy marks. */
function markOf(settings: object) {
  const config = parseConfig(settings, 'podguard.config.ts');
  return { judgedWith: judgedWith(ROOT, config), remediatedWith: remediatedWith(config) };
}

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
    return { account, state, table, podguard, finding };
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

  it.for([
    ['propose', 'The service applies it within 15 minutes'],
    ['shadow', 'Approved. To apply it: podguard remediations approve rm-proposed --plan'],
  ] as const)(
    'says who applies what is approved by command, where the rule is in mode %s',
    async ([mode, words]) => {
      const { account, state, podguard, finding } = await deployed();
      configure(account.directory, { remediation: { rules: { [finding.rule]: mode } } });
      await podguard(['remediate', finding.id, '--apply']);
      const [done] = await state.listRemediations(10);
      if (done === undefined) throw new Error('nothing was kept');
      const proposal = { status: 'proposed', mode: 'propose', approvals: [], applied: null } as const;
      await state.saveRemediation({ ...done, ...proposal, id: 'rm-proposed', version: 1 });
      const approve = ['remediations', 'approve', 'rm-proposed', '--plan', done.planHash];
      const { status, stdout } = await podguard(approve);
      expect({ status, stdout }).toEqual({
        ...{ status: 0, stdout: expect.stringContaining(words) },
      });
      expect(await state.loadRemediation('rm-proposed')).toMatchObject({
        ...{ status: 'approved', approvals: [{ by: READER }] },
      });
    },
  );

  it.for([
    ['none', {}],
    ['its own', { account: '111122223333' }],
  ] as const)('works by what a deploy marks that names %s account', async ([, settings]) => {
    const { account, state, podguard, finding } = await deployed();
    configure(account.directory, settings);
    await noteDeployed(state, markOf(settings));
    const { status, stderr } = await podguard(['remediate', finding.id, '--apply']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(account.fake.calls).toContain('iam:UpdateAssumeRolePolicy');
    const compared = await podguard(['drift', '--quiet', '--fail-on', 'never', '--region', 'eu-central-1']);
    expect(compared.status).toBe(0);
  });

  it.for<[what: string, settings: object]>([
    ['two people', { remediation: { twoPeople: ['low', 'medium', 'high', 'critical'] } }],
    ['a deny list', { remediation: { deny: { roles: ['cart', 'checkout'] } } }],
    [
      'exemptions',
      {
        exemptions: [
          {
            ...{ rules: ['trust-public-principal'], reason: 'lent', author: 'noor' },
            ...{ since: '2026-01-31', until: '2026-06-30' },
          },
        ],
      },
    ],
  ])('refuses to plan, approve, reject and undo where other %s are deployed', async ([, settings]) => {
    const { account, state, podguard, finding } = await deployed();
    await noteDeployed(state, markOf(settings));
    await state.saveRemediation(aRemediation({ id: 'rm-1' }));
    for (const args of [
      ['remediate', finding.id],
      ['remediate', finding.id, '--apply'],
      ['rollback', 'rm-1', '--apply'],
      ['remediations', 'approve', 'rm-1', '--plan', 'x'],
      ['remediations', 'reject', 'rm-1', '--reason', 'r'],
    ]) {
      const { status, stderr } = await podguard(args);
      expect(status).toBe(2);
      expect(stderr).toMatch(/was deployed with other settings of remediation or exemptions than those of /);
    }
    expect(account.fake.calls).not.toContain('iam:UpdateAssumeRolePolicy');
    expect((await podguard(['drift', '--quiet', '--fail-on', 'never'])).status).toBe(0);
  });

  it('is kept from no finding by a remediation of another one that cannot be read', async () => {
    const { state, table, podguard, finding } = await deployed();
    const now = new Date().toISOString();
    await state.saveRemediation(aRemediation({ id: 'rm-bad', createdAt: now, expiresAt: null }));
    const tables = new DynamoDB({ endpoint: dynamoDb.url, region: 'eu-central-1' });
    const { Items = [] } = await tables.scan({ TableName: table });
    const row = Items.find(
      ({ pk, sk, body }) => `${pk?.S} ${sk?.S}`.includes('rm-bad') && body !== undefined,
    );
    if (row?.pk === undefined || row.sk === undefined) throw new Error('it was not kept');
    await tables.putItem({ TableName: table, Item: { ...row, v: { N: '99' } } });
    tables.destroy();
    const open = await podguard(['remediations', '--open']);
    expect(open).toMatchObject({ status: 3, stderr: expect.stringContaining('podguard: not shown: ') });
    const { status, stderr } = await podguard(['remediate', finding.id, '--apply']);
    expect(status).toBe(0);
    expect(stderr).toContain('podguard: not looked at: ');
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
