import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { useLocalStore } from 'podguard/local-store';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ANYBODY, type DriftAccount, driftAccount, PODS, roleArn } from './drift-account.ts';

beforeAll(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});
afterAll(() => vi.unstubAllEnvs());

/** After the first reading. */
async function readAccount(): Promise<DriftAccount> {
  const account = await driftAccount();
  await account.drift(['--quiet']);
  return account;
}

async function differences(account: DriftAccount, ...options: string[]) {
  const { stdout } = await account.drift(['--format', 'json', ...options]);
  return JSON.parse(stdout).differences as readonly {
    readonly key: string;
    readonly type: string;
    readonly fields: readonly {
      readonly name: string;
      readonly recorded: string | null;
      readonly found: string | null;
    }[];
  }[];
}

async function approvals({ directory }: DriftAccount) {
  const { state, close } = await useLocalStore(path.join(directory, '.podguard'));
  try {
    return await Array.fromAsync(state.listApprovals());
  } finally {
    await close();
  }
}

describe('podguard drift --approve', () => {
  it('records how the chosen resources are now, by whom and why, and prints them', async () => {
    const account = await readAccount();
    // Newer than what is recorded.
    await account.iam.tagRole({ RoleName: 'cart', Tags: [{ Key: 'team', Value: 'shop' }] });
    const { status, stdout, stderr } = await account.drift([
      ...['--approve', 'arn:aws:iam::*:role/c*', '--reason', 'reviewed', '--author', 'noor'],
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(
      `approved 2 resources by noor\n  ${roleArn('cart')}  iam-role\n  ${roleArn('checkout')}  iam-role\n`,
    );
    const [cart, ...others] = await approvals(account);
    expect(others.map(({ key }) => key)).toEqual([roleArn('checkout')]);
    expect(cart).toMatchObject({
      ...{ key: roleArn('cart'), by: 'noor', reason: 'reviewed' },
      state: { fields: { trust: PODS }, sets: { tags: { team: 'shop' } } },
    });
  });

  it('makes a later difference drift, also where no rule fails, in each run until it is mended or approved', async () => {
    const account = await readAccount();
    await account.drift(['--approve', roleArn('cart')]);
    await account.iam.updateRole({ RoleName: 'cart', MaxSessionDuration: 7200 });
    const unapproved = {
      ...{ key: roleArn('cart'), type: 'unapproved' },
      fields: [{ name: 'maxSessionDuration', recorded: '3600', found: '7200' }],
    };
    expect(await differences(account)).toContainEqual(expect.objectContaining(unapproved));
    expect(await differences(account)).toEqual([expect.objectContaining(unapproved)]);
    const { status } = await account.drift(['--fail-on', 'never', '--fail-on-drift']);
    expect(status).toBe(1);
    await account.drift(['--approve', roleArn('cart')]);
    expect(await differences(account)).toEqual([]);
  });

  it('approves that there is none only of what is named whole', async () => {
    const account = await readAccount();
    await account.drift(['--approve', 'arn:aws:iam::*:role/ch*']);
    await account.iam.deleteRole({ RoleName: 'checkout' });
    expect(await differences(account)).toContainEqual(
      expect.objectContaining({ key: roleArn('checkout'), type: 'unapproved' }),
    );
    expect((await account.drift(['--approve', 'arn:aws:iam::*:role/ch*'])).stdout).toMatch(
      /^approved 0 resources/,
    );
    const named = await account.drift(['--approve', roleArn('checkout')]);
    expect(named.stdout).toContain(`  ${roleArn('checkout')}  iam-role  as gone\n`);
    expect(await differences(account)).toEqual([]);
    await account.makeRole('checkout');
    expect(await differences(account)).toContainEqual(
      expect.objectContaining({
        ...{ key: roleArn('checkout'), type: 'unapproved' },
        fields: [{ name: 'present', recorded: null, found: 'there' }],
      }),
    );
  });

  it('names what cannot be read, and does not approve it', async () => {
    const account = await readAccount();
    account.fake.fault('iam:GetRole', {
      kind: 'error',
      status: 403,
      code: 'AccessDenied',
      message: 'you may not',
    });
    const { status, stdout, stderr } = await account.drift(['--approve', roleArn('cart')]);
    expect(status).toBe(3);
    expect(stdout).toMatch(/^approved 0 resources/);
    expect(stderr).toContain(`not approved: ${roleArn('cart')}: it could not be read: denied: you may not`);
    expect(await approvals(account)).toEqual([]);
  });

  it('changes nothing with --dry-run, and takes only the kinds that are asked for', async () => {
    const account = await readAccount();
    const { stdout } = await account.drift(['--approve', '*', '--kind', 'eks-cluster', '--dry-run']);
    expect(stdout).toMatch(/^would approve 1 resource by .*\n.*cluster\/prod {2}eks-cluster\n/);
    expect(await approvals(account)).toEqual([]);
  });

  it('refuses a pattern that fits nothing', async () => {
    const account = await readAccount();
    const { status, stderr } = await account.drift(['--approve', roleArn('cart'), 'nothing*']);
    expect(status).toBe(2);
    expect(stderr).toContain('nothing*: nothing of that is recorded: run podguard drift first');
    const none = await account.drift(['--unapprove', roleArn('cart')]);
    expect(none.stderr).toContain('nothing of that is approved');
  });
});

describe('what is approved', () => {
  it('is taken out by a pattern', async () => {
    const account = await readAccount();
    await account.drift(['--approve', 'arn:aws:iam::*:role/c*']);
    const dry = await account.drift(['--unapprove', '*cart', '--dry-run']);
    expect(dry.stdout).toBe(`would no longer approve 1 resource\n  ${roleArn('cart')}\n`);
    const { status, stdout } = await account.drift(['--unapprove', '*cart']);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: `no longer approved: 1 resource\n  ${roleArn('cart')}\n`,
    });
    expect((await approvals(account)).map(({ key }) => key)).toEqual([roleArn('checkout')]);
  });

  it('goes to git and back: what is reviewed there holds', async () => {
    const account = await readAccount();
    await account.drift(['--approve', 'arn:aws:iam::*:role/c*', '--author', 'noor']);
    const before = await approvals(account);
    const file = path.join(account.directory, 'approved.yaml');
    await account.drift(['--export-approved', 'approved.yaml', '--quiet']);
    const text = readFileSync(file, 'utf8');
    expect((await account.drift(['--export-approved', '-'])).stdout).toBe(text);
    await account.drift(['--unapprove', '*']);
    const brought = await account.drift(['--import-approved', 'approved.yaml']);
    expect(brought).toMatchObject({ status: 0, stdout: 'approved 2 resources\n' });
    expect(await approvals(account)).toEqual(before);
    // Somebody reviewed that it may be an hour only.
    writeFileSync(file, text.replace('maxSessionDuration: 3600', 'maxSessionDuration: 1800'));
    await account.drift(['--import-approved', 'approved.yaml']);
    expect(await differences(account)).toEqual([
      expect.objectContaining({
        ...{ key: roleArn('cart'), type: 'unapproved' },
        fields: [{ name: 'maxSessionDuration', recorded: '1800', found: '3600' }],
      }),
    ]);
  });

  it('stays where a file does not have it, which is said', async () => {
    const account = await readAccount();
    await account.drift(['--approve', 'arn:aws:iam::*:role/c*']);
    const { stdout: text } = await account.drift(['--export-approved', '-', '--kind', 'iam-role']);
    const [head = '', first = ''] = text.split('  - key: ');
    const { stdout } = await account.drift(['--import-approved', '-'], { stdin: `${head}  - key: ${first}` });
    expect(stdout).toBe(
      'approved 1 resource; 1 resource that the file does not have stays approved (--unapprove takes them out)\n',
    );
    expect(await approvals(account)).toHaveLength(2);
  });

  it.for<[what: string, file: string, content: string, message: RegExp]>([
    ['is not there', 'none.yaml', '', /none\.yaml: ENOENT/],
    [
      'is not what it should be',
      'bad.yaml',
      'version: 1\napproved:\n  - key: a\n',
      /bad\.yaml:3: approved\.0\.kind: /,
    ],
    [
      'names a field that its kind does not have',
      'typo.yaml',
      'version: 1\napproved:\n  - {key: a, kind: iam-role, account: "1", region: r, by: n, at: 2026-01-01T00:00:00Z, reason: null, state: {fields: {trusts: x}, sets: {}}}\n',
      /typo\.yaml:3: trusts: iam-role has no such field to approve \(arn, roleId, trust/,
    ],
  ])('is refused where the file %s', async ([, file, content, message]) => {
    const account = await readAccount();
    if (content !== '') writeFileSync(path.join(account.directory, file), content);
    const { status, stderr } = await account.drift(['--import-approved', file]);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(await approvals(account)).toEqual([]);
  });

  it('is not brought into the store of another account', async () => {
    const account = await readAccount();
    await account.drift(['--approve', roleArn('cart')]);
    const { stdout: text } = await account.drift(['--export-approved', '-']);
    const stdin = text.replaceAll('111122223333', '444455556666');
    const { status, stderr } = await account.drift(['--import-approved', '-'], { stdin });
    expect(status).toBe(2);
    expect(stderr).toContain('.podguard holds account 111122223333, and what - approves is of 444455556666');
  });

  it('holds however a policy is written', async () => {
    const account = await readAccount();
    await account.drift(['--approve', roleArn('cart')]);
    const spaced = JSON.stringify(JSON.parse(PODS), null, 2);
    await account.iam.updateAssumeRolePolicy({ RoleName: 'cart', PolicyDocument: spaced });
    expect((await differences(account)).filter(({ type }) => type === 'unapproved')).toEqual([]);
    await account.iam.updateAssumeRolePolicy({ RoleName: 'cart', PolicyDocument: ANYBODY });
    expect((await differences(account)).filter(({ type }) => type === 'unapproved')).toHaveLength(1);
  });
});
