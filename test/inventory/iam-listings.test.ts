import { readPage } from '@podguard/inventory';
import { expect, test } from 'vitest';
import {
  ACCOUNT,
  ADMIN,
  PODS_TRUST,
  REGION,
  roleArn,
  stateOf,
  type TestAccount,
  testAccount,
} from './account.ts';
import { listInto, listing, onePage } from './listing-pages.ts';

const LAST_USED = 'iam:GetAccessKeyLastUsed';
const DENIED = { kind: 'error', status: 403, code: 'AccessDenied' } as const;
const userArn = (name: string) => `arn:aws:iam::${ACCOUNT}:user/${name}`;

const counted = ({ fake }: TestAccount) =>
  Object.fromEntries([...Map.groupBy(fake.calls, (call) => call)].map(([call, all]) => [call, all.length]));

async function role({ iam }: TestAccount, RoleName = 'app') {
  await iam.createRole({ RoleName, AssumeRolePolicyDocument: PODS_TRUST, MaxSessionDuration: 7200 });
}

/** As many as that, without a call each. */
async function manyRoles(account: TestAccount, count: number) {
  await role(account, 'r-0');
  const { roles } = account.fake.account;
  const first = roles.get('r-0');
  if (first === undefined) throw new Error('no role');
  for (let at = 1; at < count; at += 1) {
    const told = { ...first.told, RoleName: `r-${at}`, Arn: roleArn(`r-${at}`) };
    roles.set(`r-${at}`, { ...first, told, inline: new Map([['read', '{}']]) });
  }
}

async function userWithKeys(
  { iam, fake }: TestAccount,
  UserName: string,
  keys = 1,
): Promise<readonly string[]> {
  await iam.createUser({ UserName });
  const ids: string[] = [];
  for (let at = 0; at < keys; at += 1) {
    const { AccessKey } = await iam.createAccessKey({ UserName });
    ids.push(AccessKey?.AccessKeyId ?? '');
  }
  for (const id of ids) {
    const key = fake.account.users.get(UserName)?.keys.get(id);
    if (key !== undefined) key.LastUsedDate = new Date('2026-03-01T10:00:00Z');
  }
  return ids.map((id) => `${ACCOUNT}/${id}`);
}

test('two thousand roles with their policies take two calls, and two for their session durations', async () => {
  const account = await testAccount();
  await manyRoles(account, 2000);
  account.fake.calls.length = 0;
  const first = await onePage(account, 'roles');
  const second = await onePage(account, 'roles', first.next);
  expect([first.keys.length, second.keys.length, second.next]).toEqual([1000, 1000, undefined]);
  expect(counted(account)).toEqual({ 'iam:GetAccountAuthorizationDetails': 2, 'iam:ListRoles': 2 });
  expect([...first.unread, ...second.unread]).toEqual([]);
});

test('what is told of a role is as old as the list of the session durations', async () => {
  const account = await testAccount();
  await manyRoles(account, 1001);
  const { next } = await onePage(account, 'roles');
  account.wait(200);
  const second = await onePage(account, 'roles', next);
  expect(second.changes.map(({ stamp }) => stamp.time)).toEqual(['2026-03-12T06:59:00Z']);
});

test('a listing that goes on later, or anew, asks for the session durations again', async () => {
  const account = await testAccount();
  await manyRoles(account, 1001);
  const { next } = await onePage(account, 'roles');
  account.wait(301);
  const second = await onePage(account, 'roles', next);
  expect(second.changes.map(({ stamp }) => stamp.time)).toEqual(['2026-03-12T07:04:01Z']);
  await onePage(account, 'roles');
  expect(counted(account)['iam:ListRoles']).toBe(6);
});

test('a role that was made between the two calls is read by itself', async () => {
  const account = await testAccount();
  await role(account);
  const result = '<ListRolesResult><Roles/><IsTruncated>false</IsTruncated></ListRolesResult>';
  const body = `<ListRolesResponse>${result}</ListRolesResponse>`;
  account.fake.fault('iam:ListRoles', { kind: 'garbage', body });
  const { changes, unread } = await onePage(account, 'roles');
  expect(changes).toMatchObject([
    { key: roleArn('app'), op: 'put', fields: { maxSessionDuration: { value: 7200 } } },
  ]);
  expect([unread, account.fake.calls.includes('iam:GetRole')]).toEqual([[], true]);
});

test.for(['iam:GetAccountAuthorizationDetails', 'iam:ListRoles'])(
  'roles are denied where %s is, and told once it is not',
  async (call) => {
    const account = await testAccount();
    await role(account);
    account.fake.fault(call, DENIED, 1);
    const denied = await readPage(listing('roles'), { region: REGION }, undefined, account.deps);
    expect(denied).toMatchObject({ outcome: 'denied' });
    expect((await onePage(account, 'roles')).keys).toEqual([roleArn('app')]);
  },
);

test('when a role was last used is written once a day, and is no field that a rule reads', async () => {
  const account = await testAccount();
  await role(account);
  await account.deliverRecords();
  const told = account.fake.account.roles.get('app')?.told ?? {};
  const read = async (at: string | undefined) => {
    if (at !== undefined) told.RoleLastUsed = { LastUsedDate: new Date(at), Region: REGION };
    account.wait(120);
    const [page] = await listInto(account, 'roles');
    return [page?.changes.length, (await stateOf(account, roleArn('app'))).state.lastUsedAt];
  };
  expect(await read(undefined)).toEqual([0, null]);
  expect(await read('2026-03-10T10:00:00Z')).toEqual([1, '2026-03-10T10:00:00Z']);
  expect(await read('2026-03-11T09:59:00Z')).toEqual([0, '2026-03-10T10:00:00Z']);
  expect(await read('2026-03-11T10:00:00Z')).toEqual([1, '2026-03-11T10:00:00Z']);
});

test('a policy that nothing has is listed, too', async () => {
  const account = await testAccount();
  await account.iam.createPolicy({ PolicyName: 'own', Path: '/team/', PolicyDocument: '{"Statement":[]}' });
  const { keys } = await onePage(account, 'policies');
  expect(keys).toEqual([`arn:aws:iam::${ACCOUNT}:policy/own`]);
});

test('the last uses of all access keys come in two calls, as old as the report', async () => {
  const account = await testAccount();
  for (let at = 0; at < 60; at += 1) await userWithKeys(account, `u-${at}`);
  account.wait(120);
  account.fake.calls.length = 0;
  const pages = await listInto(account, 'users');
  expect(pages.map(({ keys }) => keys.length)).toEqual([100, 20]);
  expect(counted(account)).toEqual({
    'iam:GetAccountAuthorizationDetails': 2,
    'iam:GenerateCredentialReport': 1,
    'iam:GetCredentialReport': 1,
    'iam:ListAccessKeys': 60,
    'iam:ListServiceSpecificCredentials': 60,
  });
  const key = pages[0]?.keys.find((one) => one.startsWith(`${ACCOUNT}/`)) ?? '';
  account.wait(7200);
  expect((await stateOf(account, key)).state).toMatchObject({
    lastUsedAt: '2026-03-01T10:00:00Z',
    readAt: '2026-03-12T07:02:00Z',
    ofRoot: false,
  });
  expect((await listInto(account, 'users')).flatMap(({ changes }) => changes)).toEqual([]);
});

test('keys of one second, and one that is newer than the report, are asked for one by one', async () => {
  const account = await testAccount();
  await userWithKeys(account, 'twice', 2);
  await userWithKeys(account, 'once');
  await onePage(account, 'users');
  account.wait(60);
  const [key = ''] = await userWithKeys(account, 'later');
  account.fake.calls.length = 0;
  await listInto(account, 'users');
  expect(counted(account)[LAST_USED]).toBe(3);
  expect((await stateOf(account, key)).state.readAt).toBe('2026-03-12T07:01:00Z');
});

test('without the report each key is asked for, and that it may not be had is named', async () => {
  const account = await testAccount();
  const [key = ''] = await userWithKeys(account, 'ci');
  account.fake.fault('iam:GenerateCredentialReport', DENIED);
  const [page] = await listInto(account, 'users');
  expect(page?.unread).toEqual([
    { key: `${ACCOUNT}/credential-report`, outcome: 'denied', reason: expect.any(String) },
  ]);
  expect((await stateOf(account, key)).state.lastUsedAt).toBe('2026-03-01T10:00:00Z');
  expect(counted(account)[LAST_USED]).toBe(1);
});

test('a report that is older than AWS says that it can be is named with its time', async () => {
  const account = await testAccount();
  await userWithKeys(account, 'ci');
  await onePage(account, 'users');
  account.wait(5 * 3600);
  const { report } = account.fake.account;
  account.fake.fault('iam:GenerateCredentialReport', {
    kind: 'garbage',
    body: '<R><GenerateCredentialReportResult><State>COMPLETE</State></GenerateCredentialReportResult></R>',
  });
  const { unread } = await onePage(account, 'users');
  expect(unread).toMatchObject([{ reason: 'it was made at 2026-03-12T07:00:00Z' }]);
  expect(account.fake.account.report).toBe(report);
});

test('a report that takes its time is waited for', async () => {
  const account = await testAccount();
  await userWithKeys(account, 'ci');
  account.fake.account.reportTakes = 1;
  const { unread } = await onePage(account, 'users');
  expect(unread).toEqual([]);
  expect(counted(account)['iam:GenerateCredentialReport']).toBe(2);
  expect(counted(account)[LAST_USED]).toBeUndefined();
});

test('one that is not ready after some time is named, and the keys are asked for', async () => {
  const account = await testAccount({}, 20_000);
  const [key = ''] = await userWithKeys(account, 'ci');
  account.fake.account.reportTakes = 100;
  const [page] = await listInto(account, 'users');
  expect(page?.unread).toMatchObject([{ key: `${ACCOUNT}/credential-report`, outcome: 'slow' }]);
  expect((await stateOf(account, key)).state.lastUsedAt).toBe('2026-03-01T10:00:00Z');
}, 20_000);

test('a name with a comma, which the report does not set off, hides no key', async () => {
  const account = await testAccount();
  const [key = ''] = await userWithKeys(account, 'ci,nightly');
  await listInto(account, 'users');
  expect((await stateOf(account, key)).state.lastUsedAt).toBe('2026-03-01T10:00:00Z');
  expect(counted(account)[LAST_USED]).toBe(1);
});

test('what was read of a key since the report was made stays', async () => {
  const account = await testAccount();
  const [key = ''] = await userWithKeys(account, 'ci');
  const stored = account.fake.account.users.get('ci')?.keys.get(key.slice(13));
  if (stored === undefined) throw new Error('no key');
  delete stored.LastUsedDate;
  await listInto(account, 'users');
  account.wait(3600);
  stored.LastUsedDate = new Date('2026-03-12T07:30:00Z');
  expect(await account.readInto(key)).toBe('1 news');
  account.wait(120);
  const [page] = await listInto(account, 'users');
  expect(page?.changes).toEqual([]);
  expect((await stateOf(account, key)).state).toMatchObject({
    lastUsedAt: '2026-03-12T07:30:00Z',
    readAt: '2026-03-12T08:00:00Z',
  });
});

test.for(['iam:ListAccessKeys', 'iam:ListServiceSpecificCredentials'])(
  'a user of whom %s is denied is named, and the others are told',
  async (call) => {
    const account = await testAccount();
    for (const name of ['a', 'b']) await userWithKeys(account, name);
    await account.iam.attachUserPolicy({ UserName: 'a', PolicyArn: ADMIN });
    account.fake.fault(call, DENIED, 1);
    const { keys, changes, unread } = await onePage(account, 'users');
    expect(keys.filter((key) => key.includes(':user/'))).toEqual([userArn('a'), userArn('b')]);
    expect(unread).toEqual([{ key: userArn('a'), outcome: 'denied', reason: expect.any(String) }]);
    expect(changes.map(({ key }) => key)).not.toContain(userArn('a'));
    expect(changes.map(({ key }) => key)).toContain(userArn('b'));
  },
);

test('the keys of a user whose service-specific credentials are denied are told', async () => {
  const account = await testAccount();
  const [key = ''] = await userWithKeys(account, 'a');
  account.fake.fault('iam:ListServiceSpecificCredentials', DENIED);
  const { keys, changes, unread } = await onePage(account, 'users');
  expect([keys, unread]).toMatchObject([[userArn('a'), key], [{ key: userArn('a') }]]);
  expect(changes.map((change) => change.key)).toEqual([key]);
});

test('a key of which the last use is denied is told without it, or with that which was read before', async () => {
  const account = await testAccount();
  const [key = ''] = await userWithKeys(account, 'ci');
  await account.iam.attachUserPolicy({ UserName: 'ci', PolicyArn: ADMIN });
  account.fake.fault('iam:GenerateCredentialReport', DENIED);
  account.fake.fault(LAST_USED, DENIED, 1);
  const [page] = await listInto(account, 'users');
  expect(page?.unread.map((one) => one.key)).toEqual([`${key}/last-use`, `${ACCOUNT}/credential-report`]);
  expect(page?.keys).toEqual([userArn('ci'), key]);
  const { state } = await stateOf(account, key);
  expect([state.status, state.lastUsedAt, state.readAt]).toEqual(['Active', undefined, undefined]);
  account.wait(120);
  await listInto(account, 'users');
  const known = (await stateOf(account, key)).state;
  expect(known).toMatchObject({ lastUsedAt: '2026-03-01T10:00:00Z' });
  account.fake.fault(LAST_USED, DENIED, 1);
  account.wait(120);
  await listInto(account, 'users');
  expect((await stateOf(account, key)).state).toEqual(known);
});

test('a user who goes away meanwhile is gone', async () => {
  const account = await testAccount();
  await userWithKeys(account, 'a');
  account.fake.fault('iam:ListAccessKeys', { kind: 'error', status: 404, code: 'NoSuchEntity' });
  const { changes, unread } = await onePage(account, 'users');
  expect([changes, unread]).toMatchObject([[{ key: userArn('a'), op: 'delete' }], []]);
});
