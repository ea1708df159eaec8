import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { ANYBODY, type DriftAccount, driftAccount, roleArn } from './drift-account.ts';

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

it('what differs from what is recorded is not approved before a run has told it', async () => {
  const account = await readAccount();
  await account.iam.updateAssumeRolePolicy({ RoleName: 'cart', PolicyDocument: ANYBODY });
  const early = await account.drift(['--approve', '*role/cart']);
  expect(early).toMatchObject({ status: 3, stdout: expect.stringMatching(/^approved 0 resources/) });
  expect(early.stderr).toContain(
    `not approved: ${roleArn('cart')}: it differs from what is recorded (trust): run podguard drift`,
  );
  const { stdout } = await account.drift(['--format', 'json']);
  expect(JSON.parse(stdout).differences).toEqual([
    expect.objectContaining({ key: roleArn('cart'), type: 'changed' }),
  ]);
  const approved = await account.drift(['--approve', '*role/cart']);
  expect(approved).toMatchObject({ status: 0, stdout: expect.stringMatching(/^approved 1 resource /) });
});

it('what is gone since the last run is not approved as gone before a run has told it', async () => {
  const account = await readAccount();
  await account.iam.deleteRole({ RoleName: 'cart' });
  const { status, stderr } = await account.drift(['--approve', roleArn('cart')]);
  expect(status).toBe(3);
  expect(stderr).toContain('it is gone, and is recorded as there: run podguard drift');
  const { stdout } = await account.drift(['--format', 'json']);
  expect(JSON.parse(stdout).differences).toContainEqual(
    expect.objectContaining({ key: roleArn('cart'), type: 'gone' }),
  );
});

it('a pattern that fits only what is gone says how that is approved', async () => {
  const account = await readAccount();
  await account.iam.deleteRole({ RoleName: 'cart' });
  await account.drift(['--quiet']);
  const { status, stderr } = await account.drift(['--approve', '*role/cart', '*role/checkout']);
  expect(status).toBe(3);
  expect(stderr).toBe(
    `podguard: not approved: ${roleArn('cart')}: it is gone: to approve that, name it by its whole key\n`,
  );
  // Besides others that are there it was not meant.
  expect((await account.drift(['--approve', '*role/c*'])).status).toBe(0);
});

it.for<[what: string, from: string, to: string, message: string]>([
  ['another kind', 'kind: iam-role', 'kind: ec2-instance', 'is of the kind iam-role, not ec2-instance'],
  [
    'another account than its key',
    'account: "111122223333"',
    'account: "444455556666"',
    'is of account 111122223333, not 444455556666',
  ],
])('a file that names %s is refused whole', async ([, from, to, message]) => {
  const account = await readAccount();
  await account.drift(['--approve', roleArn('cart')]);
  await account.drift(['--export-approved', 'approved.yaml', '--quiet']);
  const file = path.join(account.directory, 'approved.yaml');
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to).replace(/ {4}state:[\s\S]*$/, '    state: null\n'));
  const { status, stderr } = await account.drift(['--import-approved', 'approved.yaml']);
  expect(status).toBe(2);
  expect(stderr).toContain(`${roleArn('cart')} ${message}`);
});
