import { findingsOf } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { describe, expect, test } from 'vitest';
import { ACCOUNT, testAccount } from './account.ts';
import { listInto, onePage } from './listing-pages.ts';

describe("the root's keys", () => {
  const rootKey = { Status: 'Active', CreateDate: new Date('2026-01-01T00:00:00Z') };
  const KEY = `${ACCOUNT}/root/key-1`;

  test('are told by the credential report, on the first page, as old as it is', async () => {
    const account = await testAccount();
    account.fake.account.rootKeys.push(rootKey);
    await onePage(account, 'users');
    account.wait(3600);
    const [page] = await listInto(account, 'users');
    expect(page?.keys).toEqual([KEY]);
    expect(page?.changes).toMatchObject([
      {
        key: KEY,
        op: 'put',
        stamp: { time: '2026-03-12T06:59:00Z' },
        fields: { lastUsedAt: { value: null } },
      },
    ]);
    const item = await account.item(KEY);
    const open = item === undefined ? [] : findingsOf(item, catalogue);
    expect(open).toMatchObject([{ rule: 'static-key-root', status: 'open', severity: 'critical' }]);
  });

  test('that are not there any more are gone, by their reader', async () => {
    const account = await testAccount();
    account.fake.account.rootKeys.push(rootKey);
    await listInto(account, 'users');
    account.fake.account.rootKeys.length = 0;
    account.wait(5 * 3600);
    const [page] = await listInto(account, 'users');
    expect(page?.keys).toEqual([]);
    await account.readInto(KEY);
    expect(await account.item(KEY)).toMatchObject({ present: false });
  });

  test('are one finding where events tell of them by their id, too', async () => {
    const account = await testAccount();
    account.fake.account.rootKeys.push(rootKey);
    const made = { time: '2026-01-01T00:00:00Z', rank: 0 as const, eventId: 'e-1' };
    const [change] = (await onePage(account, 'users')).changes;
    if (change?.op !== 'put') throw new Error('no key');
    const fields = { ...change.fields, keyId: { value: 'AKIA0000000000000009' } };
    const byEvent = { ...change, key: `${ACCOUNT}/AKIA0000000000000009`, stamp: made, fields };
    await account.harness.engine.apply(byEvent);
    await account.harness.engine.apply(change);
    for (const [key, rules] of [
      [byEvent.key, ['static-key-root']],
      [KEY, []],
    ] as const) {
      const item = await account.item(key);
      expect(item && findingsOf(item, catalogue).map(({ rule }) => rule)).toEqual(rules);
    }
  });

  test('a report without a row of root names that', async () => {
    const account = await testAccount();
    await account.iam.createUser({ UserName: 'ci' });
    account.fake.account.report = { madeAt: new Date('2026-03-12T07:00:00Z'), text: 'user,arn' };
    const { unread } = await onePage(account, 'users');
    expect(unread).toMatchObject([{ key: `${ACCOUNT}/root`, outcome: 'failed' }]);
  });
});
