import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { ANYBODY, driftAccount, roleArn } from './drift-account.ts';

beforeAll(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});
afterAll(() => vi.unstubAllEnvs());

describe('podguard report after drift runs', () => {
  it('has what became of the account, in each format of a whole account', async () => {
    const account = await driftAccount();
    await account.drift(['--quiet']);
    await account.iam.updateAssumeRolePolicy({ RoleName: 'cart', PolicyDocument: ANYBODY });
    await account.drift(['--quiet']);
    const report = async (...options: string[]) =>
      (await runCli(['report', ...options], { directory: account.directory })).stdout;
    const json = JSON.parse(await report('--format', 'json', '--rule', 'trust-public-principal'));
    expect(json).toMatchObject({
      title: 'Account 111122223333',
      trend: [{ drifted: 0 }, { drifted: 1, open: { critical: 1 } }],
      since: { opened: [], resolved: [] },
      findings: [{ resource: { key: roleArn('cart') } }],
      migration: [{ ownIdentity: 1 }],
      posture: { v: 1 },
    });
    expect(json).not.toHaveProperty('run');
    expect(await report('--format', 'md')).toMatch(/^# Podguard: Account 111122223333\n.*\n## Trend\n/s);
    const html = await report('--format', 'html', '--no-posture');
    expect(html).toContain('<title>Account 111122223333 · Podguard</title>');
    expect(html).toContain('trust-public-principal');
    expect(Object.keys(JSON.parse(await report('--format', 'json', '--no-posture')))).not.toContain('trend');
  });

  it('names what the last run could not read, and what differed', async () => {
    const account = await driftAccount();
    await account.drift(['--quiet']);
    const denied = { kind: 'error', status: 403, code: 'AccessDeniedException', message: 'no' } as const;
    account.fake.fault('eks:ListNodegroups', denied);
    await account.iam.updateAssumeRolePolicy({ RoleName: 'cart', PolicyDocument: ANYBODY });
    const run = JSON.parse((await account.drift(['--quiet', '--format', 'json'])).stdout);
    expect(run.gaps.length).toBeGreaterThan(0);
    const report = async (format: string) =>
      (await runCli(['report', '--format', format], { directory: account.directory })).stdout;
    const json = JSON.parse(await report('json'));
    expect(json).toMatchObject({ gaps: run.gaps, lastRuns: [{ id: run.run.id, drifted: 1 }] });
    expect(json.differences).toEqual(run.differences);
    expect(await report('md')).toContain('## Not known');
    const html = await report('html');
    expect(html).toContain('could not be read by the last run');
    expect(html).toMatch(/did it \(UpdateAssumeRolePolicy, event /);
  });

  it('ends with 130 where it is interrupted, whatever the format', async () => {
    const account = await driftAccount();
    await account.drift(['--quiet']);
    const { status, stderr } = await runCli(['report', '--format', 'html'], {
      directory: account.directory,
      signal: AbortSignal.abort('SIGINT'),
    });
    expect({ status, stderr }).toEqual({ status: 130, stderr: '' });
  });

  it('says with --no-posture that the posture was left out', async () => {
    const account = await driftAccount();
    await account.drift(['--quiet']);
    const args = ['report', '--format', 'html', '--no-posture'];
    const { stdout } = await runCli(args, { directory: account.directory });
    expect(stdout).toContain('The posture was left out');
  });

  it('is no HTML of a file of findings, which tells of no account', async () => {
    const account = await driftAccount();
    const { stdout } = await account.drift(['--dry-run', '--format', 'ndjson']);
    writeFileSync(path.join(account.directory, 'findings.ndjson'), stdout);
    const { status, stderr } = await runCli(['report', '--store', 'findings.ndjson', '--format', 'html'], {
      directory: account.directory,
    });
    expect(status).toBe(2);
    expect(stderr).toContain('name a store with --store DIR or dynamodb:TABLE');
    for (const command of ['scan', 'check']) {
      const refused = await runCli([command, '--format', 'html', '.'], { directory: account.directory });
      expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining('Allowed choices are') });
    }
  });
});
