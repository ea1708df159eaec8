import { accessEntryKey } from '@podguard/core';
import { READERS } from '@podguard/inventory';
import { describe, expect, test } from 'vitest';
import {
  ACCOUNT,
  changesOf,
  ENTRIES_OFF,
  PODS_TRUST,
  REGION,
  roleArn,
  stateOf,
  testAccount,
} from './account.ts';
import { READER_CASES } from './cases.ts';

test('every reader has a case', () => {
  expect(READER_CASES.map(({ reader }) => reader).sort()).toEqual(READERS.map(({ name }) => name).sort());
});

describe.each(READER_CASES)(
  'the reader $reader',
  ({
    reader,
    call,
    make,
    absent = '',
    garbage,
    prepareAbsent,
    readOnly = [],
    moves = [],
    eventless,
    calls,
  }) => {
    const deny = {
      kind: 'error',
      status: 403,
      code: call.startsWith('eks') ? 'AccessDeniedException' : 'AccessDenied',
    } as const;

    test.skipIf(eventless)('tells exactly the state that the events tell', async () => {
      const account = await testAccount();
      const key = await make(account);
      await account.deliverRecords();
      const byEvents = await stateOf(account, key);
      account.wait(120);
      await account.readInto(key);
      const byRead = await stateOf(account, key);
      for (const name of readOnly) {
        expect(byEvents.state[name]).toBeUndefined();
        expect(byRead.state[name]).toBeDefined();
        delete byRead.state[name];
        delete byEvents.state[name];
      }
      for (const name of moves) {
        expect(byRead.state[name]).not.toEqual(byEvents.state[name]);
        delete byRead.state[name];
        delete byEvents.state[name];
      }
      expect(byRead).toEqual(byEvents);
      expect(byRead.sets.every(({ complete }) => complete)).toBe(true);
    });

    test.skipIf(eventless)('tells the same where no event came', async () => {
      const known = await testAccount();
      const key = await make(known);
      await known.deliverRecords();
      known.wait(120);
      await known.readInto(key);
      const unknown = await testAccount();
      expect(await make(unknown)).toBe(key);
      unknown.wait(120);
      expect(await unknown.readInto(key)).toBe('1 news');
      const [{ state, ...whole }, { state: untold, ...alone }] = [
        await stateOf(known, key),
        await stateOf(unknown, key),
      ];
      expect(alone).toEqual(whole);
      for (const [name, value] of Object.entries(untold))
        expect([name, value ?? state[name]]).toEqual([name, state[name]]);
      expect(Object.values(untold).filter((value) => value !== undefined).length).toBeGreaterThan(0);
    });

    test('writes nothing the second time, and calls by no other actions than its own', async () => {
      const account = await testAccount();
      const key = await make(account);
      account.wait(120);
      account.fake.calls.length = 0;
      expect(await account.readInto(key)).toBe('1 news');
      const version = (await account.item(key))?.version;
      account.wait(120);
      expect(await account.readInto(key)).toBe('0 news');
      expect((await account.item(key))?.version).toBe(version);
      const actions = READERS.find(({ name }) => name === reader)?.actions ?? [];
      expect([...new Set(account.fake.calls)].sort()).toEqual(calls ?? actions);
    });

    test.runIf(absent !== '')('tells that there is none, once', async () => {
      const account = await testAccount();
      await prepareAbsent?.(account);
      expect(await account.readInto(absent)).toBe('1 news');
      expect(await account.item(absent)).toMatchObject({
        present: false,
        log: [{ op: 'delete', stamp: { rank: 2 } }],
      });
      account.wait(120);
      expect(await account.readInto(absent)).toBe('0 news');
    });

    test('is denied as a value', async () => {
      const account = await testAccount();
      const key = await make(account);
      account.fake.fault(call, deny);
      expect(await account.reads.read(key)).toMatchObject({ outcome: 'denied' });
      expect(await account.item(key)).toBeUndefined();
    });

    test('gives up after its time', async () => {
      const account = await testAccount({}, 150);
      const key = await make(account);
      account.fake.fault(call, { kind: 'delay', ms: 5000 });
      expect(await account.reads.read(key)).toEqual({ outcome: 'slow', reason: 'no answer within 150 ms' });
    });

    test('is slow where AWS asks to be asked less', async () => {
      const account = await testAccount();
      const key = await make(account);
      account.fake.fault(call, { kind: 'error', status: 400, code: 'ThrottlingException' });
      expect(await account.reads.read(key)).toMatchObject({ outcome: 'slow' });
    });

    test('tries again what was throttled once', async () => {
      const account = await testAccount({ maxAttempts: 3 });
      const key = await make(account);
      account.fake.fault(call, { kind: 'error', status: 400, code: 'ThrottlingException' }, 1);
      expect(await account.reads.read(key)).toMatchObject({ outcome: 'read', changes: [{ op: 'put' }] });
    });

    test('fails on an answer that is none, and claims nothing', async () => {
      const account = await testAccount();
      const key = await make(account);
      account.fake.fault(call, { kind: 'garbage', body: garbage });
      expect(await account.reads.read(key)).toMatchObject({ outcome: 'failed' });
    });

    test('fails on an error of AWS and on a connection that breaks', async () => {
      const account = await testAccount();
      const key = await make(account);
      account.fake.fault(call, { kind: 'error', status: 500, code: 'InternalFailure' });
      expect(await account.reads.read(key)).toMatchObject({ outcome: 'failed' });
      account.fake.fault(call, { kind: 'reset' });
      expect(await account.reads.read(key)).toMatchObject({ outcome: 'failed' });
    });
  },
);

test('there is no access entry in a cluster whose ConfigMap alone tells who may come in', async () => {
  const account = await testAccount();
  for (const call of ['DescribeAccessEntry', 'ListAccessEntries'])
    account.fake.fault(`eks:${call}`, ENTRIES_OFF);
  const key = accessEntryKey('aws', REGION, ACCOUNT, 'prod', roleArn('app'));
  expect(await account.reads.read(key)).toMatchObject({ outcome: 'read', changes: [{ op: 'delete', key }] });
});

test("of a user's credentials all pages are read", async () => {
  const account = await testAccount();
  await account.iam.createUser({ UserName: 'ci' });
  for (let at = 0; at < 101; at += 1)
    await account.iam.createServiceSpecificCredential({
      UserName: 'ci',
      ServiceName: 'bedrock.amazonaws.com',
    });
  const key = `arn:aws:iam::${ACCOUNT}:user/ci`;
  await account.readInto(key);
  const { sets } = await stateOf(account, key);
  const credentials = sets.find(({ name }) => name === 'serviceCredentials');
  expect([credentials?.members.length, credentials?.complete]).toEqual([101, true]);
});

test.for([
  ['a role', roleArn('App'), roleArn('app')],
  ['a user', `arn:aws:iam::${ACCOUNT}:user/App`, `arn:aws:iam::${ACCOUNT}:user/app`],
  [
    'an instance profile',
    `arn:aws:iam::${ACCOUNT}:instance-profile/App`,
    `arn:aws:iam::${ACCOUNT}:instance-profile/app`,
  ],
] as const)(
  '%s that is asked for in other letters is not taken for the one of them',
  async ([, asked, key]) => {
    const account = await testAccount();
    const { iam, fake, reads } = account;
    await iam.createRole({ RoleName: 'app', AssumeRolePolicyDocument: PODS_TRUST });
    await iam.createUser({ UserName: 'app' });
    await iam.createInstanceProfile({ InstanceProfileName: 'app' });
    // IAM finds what was made by the one name by the other, too.
    for (const kept of [fake.account.roles, fake.account.users, fake.account.profiles] as Map<
      string,
      unknown
    >[])
      kept.set('App', kept.get('app'));
    expect(await reads.read(key)).toMatchObject({ outcome: 'read', changes: [{ op: 'put' }] });
    expect(await reads.read(asked)).toEqual({
      outcome: 'failed',
      reason: `the answer to ${asked} is of ${key}`,
    });
  },
);

test('a key whose user is not there is not said to be gone: one answer contradicts the other', async () => {
  const account = await testAccount();
  await account.iam.createUser({ UserName: 'ci' });
  const { AccessKey } = await account.iam.createAccessKey({ UserName: 'ci' });
  account.fake.fault('iam:ListAccessKeys', { kind: 'error', status: 404, code: 'NoSuchEntity' });
  expect(await account.reads.read(`${ACCOUNT}/${AccessKey?.AccessKeyId}`)).toMatchObject({
    outcome: 'failed',
  });
});

test("a key that events tell to be root's stays so, whatever a read says", async () => {
  const account = await testAccount();
  await account.iam.createUser({ UserName: 'ci' });
  const { AccessKey } = await account.iam.createAccessKey({ UserName: 'ci' });
  const [made] = account.fake.records.slice(-1).flatMap(changesOf);
  if (made?.op !== 'put') throw new Error('the key was not made');
  const fields = { ...made.fields, ofRoot: { value: true } };
  await account.harness.engine.apply({ ...made, fields });
  const key = `${ACCOUNT}/${AccessKey?.AccessKeyId}`;
  account.wait(120);
  expect(await account.readInto(key)).toBe('0 news');
  account.fake.account.users.get('ci')?.keys.delete(AccessKey?.AccessKeyId ?? '');
  expect(await stateOf(account, key)).toMatchObject({ present: true, state: { ofRoot: true } });
});
