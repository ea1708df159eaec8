import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '@podguard/core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { ANYBODY, type DriftAccount, driftAccount, roleArn } from './drift-account.ts';

beforeAll(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});
afterAll(() => vi.unstubAllEnvs());

interface Json {
  readonly run: { readonly kind: string; readonly read: number };
  readonly differences: readonly {
    readonly key: string;
    readonly type: string;
    readonly origin: string;
    readonly explanation: { readonly eventName: string; readonly actor: string } | null;
  }[];
  readonly findings: readonly Finding[];
  readonly since: { readonly opened: readonly Finding[]; readonly resolved: readonly Finding[] };
  readonly trend: readonly { readonly drifted: number; readonly open: object }[];
  readonly gaps: readonly { readonly what: string; readonly reason: string }[];
}

async function json(account: DriftAccount, ...options: string[]): Promise<Json> {
  return JSON.parse((await account.drift(['--format', 'json', ...options])).stdout) as Json;
}

/** After the first reading. */
async function readAccount(): Promise<DriftAccount> {
  const account = await driftAccount();
  const { status, stderr } = await account.drift(['--fail-on', 'never', '--quiet']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return account;
}

/** Three changes of which no event came. */
async function change({ iam, makeRole }: DriftAccount): Promise<void> {
  await iam.updateAssumeRolePolicy({ RoleName: 'cart', PolicyDocument: ANYBODY });
  await iam.deleteRole({ RoleName: 'checkout' });
  await makeRole('new');
}

describe('podguard drift', () => {
  it('makes a store of the first reading, in which nothing is drift', async () => {
    const account = await driftAccount();
    const first = await json(account);
    expect(first).toMatchObject({ run: { kind: 'baseline' }, differences: [], gaps: [] });
    expect(first.run.read).toBeGreaterThan(5);
    expect(first.findings.map(({ resource }) => resource.key)).toContain(roleArn('cart'));
    const report = await runCli(['report', '--rule', 'pod-identity-trust-unscoped'], {
      directory: account.directory,
    });
    expect(report.stdout).toContain(roleArn('cart'));
    expect(await json(account)).toMatchObject({ run: { kind: 'drift' }, differences: [], gaps: [] });
  });

  it('finds what no event told, names who did it, corrects the store, and then finds nothing', async () => {
    const account = await readAccount();
    await change(account);
    const found = await json(account);
    const who = (eventName: string) => ({ eventName, actor: expect.stringContaining(':user/') });
    expect(found.differences.toSorted((a, b) => (a.key < b.key ? -1 : 1))).toMatchObject([
      { key: roleArn('cart'), type: 'changed', origin: 'missed', explanation: who('UpdateAssumeRolePolicy') },
      { key: roleArn('checkout'), type: 'gone', origin: 'missed', explanation: who('DeleteRole') },
      { key: roleArn('new'), type: 'appeared', origin: 'missed', explanation: who('CreateRole') },
    ]);
    const critical = found.since.opened.find(({ severity }) => severity === 'critical');
    expect(critical).toMatchObject({ rule: 'trust-public-principal', cause: 'drift', status: 'open' });
    expect(found.since.resolved.map(({ resource }) => resource.key)).toContain(roleArn('checkout'));
    expect(found.trend.map(({ drifted }) => drifted)).toEqual([0, 3]);
    const again = await json(account);
    expect(again).toMatchObject({ differences: [], since: { opened: [], resolved: [] } });
    expect(again.findings).toEqual(found.findings);
  });

  it('does not ask the event history for more than it is told to', async () => {
    const account = await readAccount();
    await change(account);
    const { differences } = await json(account, '--lookups', '0');
    expect(differences.map(({ origin }) => origin)).toEqual(['not-asked', 'not-asked', 'not-asked']);
    expect(account.fake.calls).not.toContain('cloudtrail:LookupEvents');
  });

  it('writes nothing with --dry-run, and says the same', async () => {
    const account = await readAccount();
    await change(account);
    const dry = await json(account, '--dry-run');
    expect(dry.differences).toHaveLength(3);
    const report = await runCli(['report', '--format', 'json'], { directory: account.directory });
    expect(JSON.parse(report.stdout).trend).toHaveLength(1);
    expect(report.stdout).not.toContain('trust-public-principal');
    const real = await json(account);
    const said = ({ differences }: Json) =>
      differences.map(({ key, type, origin }) => ({ key, type, origin }));
    expect(said(real)).toEqual(said(dry));
    expect(real.findings.map(({ id }) => id)).toEqual(dry.findings.map(({ id }) => id));
  });

  it('makes no store with --dry-run where there is none', async () => {
    const account = await driftAccount();
    expect(await json(account, '--dry-run')).toMatchObject({ run: { kind: 'baseline' } });
    expect(existsSync(path.join(account.directory, '.podguard'))).toBe(false);
  });

  it('shows people on a terminal the posture, who did what, what is new and how it stands', async () => {
    const account = await readAccount();
    await change(account);
    const { stdout } = await account.drift(['--format', 'table']);
    expect(stdout).toMatch(
      /^Account 111122223333: \d+ resources read in \d+ s\nPosture [\d.]+ of 100, down [\d.]+ since the last run\n/,
    );
    expect(stdout).toMatch(/\n3 resources drifted: .*1 changed/);
    expect(stdout).toMatch(
      / {2}changed {3}arn:aws:iam::111122223333:role\/cart {2}iam-role\n {4}trust was .*, is .*\n {4}UpdateAssumeRolePolicy by arn:aws:iam::111122223333:user\/\w+, /,
    );
    expect(stdout).toMatch(/\nNew since the last run\narn:aws:iam::111122223333:role\/cart/);
    expect(stdout).toMatch(/\d findings? ended since the last run/);
    const quiet = await account.drift(['--format', 'table']);
    expect(quiet.stdout).toContain('The account is as it is recorded');
    expect(quiet.stdout).toContain('No new findings');
  });

  it.for<[format: string, told: RegExp]>([
    ['ndjson', /^\{"v":1,"id":"pg-/],
    ['csv', /^id,rule,/],
    ['md', /^# Podguard: Account 111122223333\b/],
    ['html', /^<!doctype html>/],
    ['sarif', /"version": "2\.1\.0"/],
    ['asff', /"SchemaVersion"/],
    ['ocsf', /"class_uid":/],
  ])('writes %s', async ([format, told]) => {
    const account = await driftAccount();
    const { stdout } = await account.drift(['--format', format]);
    expect(stdout).toMatch(told);
    expect(stdout).toContain('pod-identity-trust-unscoped');
    await account.drift(['--format', format, '--output', 'report.out', '--quiet', '--dry-run']);
    expect(readFileSync(path.join(account.directory, 'report.out'), 'utf8')).toMatch(told);
  });

  it('tells its status by what is open, or what drifted', async () => {
    const account = await driftAccount();
    const status = async (...options: string[]) => (await account.drift(options)).status;
    expect(await status()).toBe(1);
    expect(await status('--fail-on', 'high')).toBe(0);
    await account.makeRole('late');
    expect(await status('--fail-on', 'never', '--dry-run')).toBe(0);
    expect(await status('--fail-on', 'never', '--fail-on-drift')).toBe(1);
    expect(await status('--fail-on', 'never', '--fail-on-drift')).toBe(0);
    expect(await status('--rule', 'static-key-root')).toBe(0);
  });

  it('names what could not be read, keeps the rest, and calls nothing there gone', async () => {
    const account = await readAccount();
    account.fake.fault('eks:ListPodIdentityAssociations', {
      ...{ kind: 'error', status: 403, code: 'AccessDeniedException', message: 'you may not' },
    });
    const { status, stdout, stderr } = await account.drift(['--format', 'json', '--fail-on', 'never']);
    expect(status).toBe(3);
    expect(stderr).toMatch(/podguard: not known: pod-identity-associations .*: denied: you may not/);
    expect(JSON.parse(stdout)).toMatchObject({
      differences: [],
      gaps: [{ what: expect.stringContaining('pod-identity-associations') }],
    });
  });

  it('ends on Ctrl-C with what was found so far, and is read on by the next', async () => {
    const account = await readAccount();
    await change(account);
    const controller = new AbortController();
    const calls = account.fake.calls.length;
    const running = account.drift(['--format', 'json'], { signal: controller.signal });
    await vi.waitFor(() => expect(account.fake.calls.slice(calls)).toContain('eks:ListClusters'), 20_000);
    controller.abort('SIGINT');
    const cut = await running;
    expect(cut.status).toBe(130);
    expect(JSON.parse(cut.stdout).gaps[0]).toEqual({
      what: 'the rest of the account',
      reason: 'the run was interrupted',
    });
    // What the first came to is told there, the rest by the next.
    const differences = [
      ...(JSON.parse(cut.stdout) as Json).differences,
      ...(await json(account)).differences,
    ];
    expect(new Set(differences.map(({ key }) => key)).size).toBe(3);
  });

  it('shares a directory with another that runs at the same time', async () => {
    const account = await readAccount();
    await change(account);
    const [one, other] = await Promise.all([json(account), json(account)]);
    expect([one.differences.length, other.differences.length]).toContain(3);
    expect(await json(account)).toMatchObject({ differences: [] });
  });
});

describe('podguard drift is refused', () => {
  it('without credentials, with the way out', async () => {
    const account = await driftAccount();
    vi.stubEnv('AWS_ACCESS_KEY_ID', '');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', '');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere');
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
    try {
      const { status, stdout, stderr } = await account.drift();
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(
        /AWS does not tell which account to read: .*\n {2}there are no credentials: name a profile/,
      );
    } finally {
      vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    }
  });

  it('for a store of another account', async () => {
    const account = await driftAccount();
    const others = await driftAccount();
    await others.drift(['--quiet']);
    Object.assign(account.fake.account, { id: '444455556666' });
    const store = path.join(others.directory, '.podguard');
    const { status, stderr } = await account.drift(['--store', store]);
    expect(status).toBe(2);
    expect(stderr).toContain(
      `${store} holds account 111122223333, and these credentials are of 444455556666`,
    );
  });

  it.for<[what: string, options: string[], message: RegExp]>([
    [
      'a configuration of another account',
      ['--account', '444455556666'],
      /credentials are of account 111122223333, and the configuration is of 444455556666/,
    ],
    ['a file of findings', ['--store', 'findings.ndjson'], /findings\.ndjson is no store/],
    ['a rule that is not there', ['--rule', 'imds-v9'], /there is no rule imds-v9/],
    ['a number of lookups that is none', ['--lookups', '501'], /A whole number from 0 to 500/],
    ['two ways of approving', ['--approve', 'a', '--export-approved', 'b'], /are done one at a time/],
    ['a reason without an approval', ['--reason', 'x'], /--reason is for approving/],
  ])('with %s', async ([, options, message]) => {
    const account = await driftAccount();
    const { status, stdout, stderr } = await account.drift(options);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
