import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ANYBODY, type DriftAccount, driftAccount, roleArn } from './drift-account.ts';

beforeAll(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});
afterAll(() => vi.unstubAllEnvs());

/** After the first reading, and a change of which no event came. */
async function opened(): Promise<DriftAccount> {
  const account = await driftAccount();
  await account.drift(['--quiet']);
  await account.iam.updateAssumeRolePolicy({ RoleName: 'cart', PolicyDocument: ANYBODY });
  return account;
}

async function differences(account: DriftAccount, ...options: string[]) {
  const { stdout } = await account.drift(['--format', 'json', ...options]);
  return JSON.parse(stdout).differences as readonly {
    readonly key: string;
    readonly origin: string;
    readonly explanation: { readonly eventName: string } | null;
  }[];
}

/** A standard output without room. */
const full = () =>
  new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error('no room'), { code: 'ENOSPC' })),
  }).on('error', () => {});

describe('what a run found and could not tell', () => {
  it('is told by the next one, with who did it, and then no more', async () => {
    const account = await opened();
    const { status, stderr } = await account.drift(['--format', 'json'], { stdout: full() });
    expect(status).toBe(2);
    expect(stderr).toContain('no room');
    expect(await differences(account, '--dry-run')).toHaveLength(1);
    expect(await differences(account)).toEqual([
      expect.objectContaining({
        ...{ key: roleArn('cart'), origin: 'missed' },
        explanation: expect.objectContaining({ eventName: 'UpdateAssumeRolePolicy' }),
      }),
    ]);
    expect(await differences(account)).toEqual([]);
  });

  it('is told though another run could not tell it either', async () => {
    const account = await opened();
    for (const stdout of [full(), full()]) await account.drift(['--format', 'json'], { stdout });
    expect(await differences(account)).toHaveLength(1);
    expect(await differences(account)).toEqual([]);
  });

  it('is told where only what runs before the report was interrupted', async () => {
    const account = await opened();
    const ends = new AbortController();
    account.fake.fault('cloudtrail:LookupEvents', { kind: 'delay', ms: 60_000 });
    const running = account.drift(['--format', 'json'], { signal: ends.signal });
    await vi.waitFor(() => expect(account.fake.calls).toContain('cloudtrail:LookupEvents'), 20_000);
    ends.abort();
    const { status, stdout } = await running;
    expect(status).toBe(130);
    expect(JSON.parse(stdout).differences).toEqual([expect.objectContaining({ key: roleArn('cart') })]);
  });

  it('is nothing where the file for it cannot be opened: then nothing is read', async () => {
    const account = await opened();
    const calls = account.fake.calls.length;
    const { status, stderr } = await account.drift(['--output', 'no/such/dir/report.json']);
    expect(status).toBe(2);
    expect(stderr).toContain('ENOENT');
    expect(account.fake.calls).toHaveLength(calls);
    expect(await differences(account)).toHaveLength(1);
  });

  it('leaves a report of before as it was where the run fails, and makes no empty one', async () => {
    const account = await opened();
    const before = path.join(account.directory, 'report.json');
    writeFileSync(before, 'before');
    account.fake.fault('sts:GetCallerIdentity', {
      kind: 'error',
      status: 403,
      code: 'AccessDenied',
      message: 'no',
    });
    for (const output of ['report.json', 'new.json']) {
      const { status } = await account.drift(['--output', output]);
      expect(status).toBe(2);
    }
    expect(readFileSync(before, 'utf8')).toBe('before');
    expect(existsSync(path.join(account.directory, 'new.json'))).toBe(false);
    expect(readdirSync(account.directory)).toContain('report.json');
  });
});

describe('Ctrl-C', () => {
  it.for(['sts:GetCallerIdentity', 'eks:ListClusters', 'iam:GetAccountAuthorizationDetails'])(
    'ends a run that waits for %s',
    async (call) => {
      const account = await driftAccount();
      account.fake.fault(call, { kind: 'delay', ms: 60_000 });
      const ends = new AbortController();
      const running = account.drift(['--format', 'json'], { signal: ends.signal });
      await vi.waitFor(() => expect(account.fake.calls).toContain(call), 20_000);
      ends.abort();
      // The fake answers after a minute, when this test is long over.
      expect((await running).status).toBe(130);
    },
  );
});

describe('the exit status', () => {
  it('is 2 where nothing at all could be read', async () => {
    const account = await driftAccount();
    await account.drift(['--dry-run', '--quiet']);
    const denied = { kind: 'error', status: 403, code: 'AccessDeniedException', message: 'no' } as const;
    for (const call of new Set(account.fake.calls))
      if (!call.startsWith('sts:')) account.fake.fault(call, denied);
    const { status, stdout, stderr } = await account.drift(['--fail-on', 'never', '--format', 'table']);
    expect(status).toBe(2);
    for (const text of [stdout, stderr]) {
      expect(text).toContain('Nothing could be read');
      expect(text).not.toMatch(/No open findings|No new findings|as it is recorded|nothing is drift/);
    }
  });
});

describe('an option that would do nothing', () => {
  it.for<[words: string, line: string[]]>([
    ['--kind does nothing with --import-approved', ['--import-approved', '-', '--kind', 'iam-role']],
    ['--author does nothing with --unapprove', ['--unapprove', '*', '--author', 'noor']],
    ['--reason does nothing with --export-approved', ['--export-approved', '-', '--reason', 'x']],
    ['--format does nothing with --approve', ['--approve', '*', '--format', 'json']],
    ['--output does nothing with --export-approved', ['--export-approved', '-', '--output', 'f']],
    ['--dry-run does nothing with --export-approved', ['--export-approved', 'f', '--dry-run']],
    ['--fail-on-drift does nothing with --approve', ['--approve', '*', '--fail-on-drift']],
    ['--fail-on does nothing with --approve', ['--approve', '*', '--fail-on', 'low']],
    ['--lookups does nothing with --approve', ['--approve', '*', '--lookups', '3']],
    ['--author is for approving', ['--author', 'noor']],
  ])('is a mistake: %s', async ([words, line]) => {
    const account = await driftAccount();
    const { status, stderr } = await account.drift(line);
    expect(status).toBe(2);
    expect(stderr).toContain(words);
    expect(account.fake.calls).not.toContain('sts:GetCallerIdentity');
  });
});
