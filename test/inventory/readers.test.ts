import { READERS } from '@podguard/inventory';
import { describe, expect, test } from 'vitest';
import { stateOf, testAccount } from './account.ts';
import { READER_CASES } from './cases.ts';

test('every reader has a case', () => {
  expect(READER_CASES.map(({ reader }) => reader).sort()).toEqual(READERS.map(({ name }) => name).sort());
});

describe.each(READER_CASES)(
  'the reader $reader',
  ({ reader, call, make, absent, garbage, prepareAbsent, readOnly = [] }) => {
    const deny = {
      kind: 'error',
      status: 403,
      code: call.startsWith('eks') ? 'AccessDeniedException' : 'AccessDenied',
    } as const;

    test('tells exactly the state that the events tell', async () => {
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
      expect(byRead).toEqual(byEvents);
      expect(byRead.sets.every(({ complete }) => complete)).toBe(true);
    });

    test('tells the same where no event came', async () => {
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
      expect([...new Set(account.fake.calls)].sort()).toEqual(actions);
    });

    test('tells that there is none, once', async () => {
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
