import { findingsOf } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { describe, expect, test } from 'vitest';
import { ACCOUNT, changesOf, type TestAccount, testAccount } from './account.ts';
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

  describe('that events tell of by their id', () => {
    const ID_KEY = `${ACCOUNT}/AKIA0000000000000009`;
    const root = {
      type: 'Root',
      principalId: ACCOUNT,
      arn: `arn:aws:iam::${ACCOUNT}:root`,
      accountId: ACCOUNT,
    };

    /** An event of root's key, at this time. */
    const tell = async (account: TestAccount, eventName: string, time: string, status = 'Active') => {
      const [record] = account.fake.records;
      const accessKeyId = ID_KEY.slice(13);
      const made = eventName === 'CreateAccessKey';
      const event = {
        ...{ ...record, eventName, eventTime: time, eventID: `${eventName}-${time}`, userIdentity: root },
        requestParameters: made ? null : { accessKeyId, status },
        responseElements: made ? { accessKey: { accessKeyId, status } } : null,
      };
      for (const change of changesOf(event)) await account.harness.engine.apply(change);
    };
    /** Its rules with an open finding. */
    const open = async (account: TestAccount, key: string) => {
      const item = await account.item(key);
      const all = item === undefined ? [] : findingsOf(item, catalogue);
      return all.filter(({ status }) => status === 'open').map(({ rule }) => rule);
    };
    const known = async () => {
      const account = await testAccount();
      await account.iam.createUser({ UserName: 'x' });
      await tell(account, 'CreateAccessKey', '2026-01-01T00:00:00Z');
      account.fake.account.rootKeys.push({ ...rootKey });
      await listInto(account, 'users');
      expect([await open(account, ID_KEY), await open(account, KEY)]).toEqual([['static-key-root'], []]);
      return account;
    };

    test('are no finding by their place when their deletion is newer than the report, and then gone', async () => {
      const account = await known();
      account.fake.account.rootKeys.length = 0;
      await tell(account, 'DeleteAccessKey', '2026-03-12T07:10:00Z');
      account.wait(3600);
      await listInto(account, 'users');
      expect([await open(account, ID_KEY), await open(account, KEY)]).toEqual([[], []]);
      account.wait(4 * 3600);
      expect((await listInto(account, 'users')).flatMap(({ keys }) => keys)).not.toContain(KEY);
      await account.readInto(KEY);
      expect(await account.item(KEY)).toMatchObject({ present: false });
    });

    test('are one finding when their status was changed, which the report tells as their time', async () => {
      const account = await known();
      await tell(account, 'UpdateAccessKey', '2026-03-12T07:10:00Z', 'Inactive');
      await tell(account, 'UpdateAccessKey', '2026-03-12T07:10:01Z', 'Active');
      account.fake.account.rootKeys[0] = { ...rootKey, CreateDate: new Date('2026-03-12T07:10:01Z') };
      account.wait(5 * 3600);
      await listInto(account, 'users');
      expect(await open(account, ID_KEY)).toContain('static-key-root');
      expect(await open(account, KEY)).toEqual([]);
    });
  });

  test.for([
    ['is there where it was used', '2026-02-01T00:00:00+00:00', ['Inactive', undefined]],
    ['is taken for none where it was not', 'N/A', undefined],
  ] as const)('one that is not active, of which the report has no time, %s', async ([, used, told]) => {
    const account = await testAccount();
    const column = (name: string) => `access_key_1_${name},access_key_2_${name}`;
    const head = `user,arn,${column('active')},${column('last_rotated')},${column('last_used_date')}`;
    const row = `<root_account>,arn:aws:iam::${ACCOUNT}:root,false,false,N/A,N/A,${used},N/A`;
    account.fake.account.report = { madeAt: account.deps.now(), text: `${head}\n${row}` };
    const { reads } = await onePage(account, 'users');
    const [put] = reads.flatMap((one) => one.told);
    const fields = put?.op === 'put' ? put.fields : undefined;
    const values =
      fields &&
      [fields.status, fields.createdAt].map((one) => (one && 'value' in one ? one.value : undefined));
    expect(values).toEqual(told);
  });

  test('a report without a row of root names that', async () => {
    const account = await testAccount();
    await account.iam.createUser({ UserName: 'ci' });
    account.fake.account.report = { madeAt: new Date('2026-03-12T07:00:00Z'), text: 'user,arn' };
    const { unread } = await onePage(account, 'users');
    expect(unread).toMatchObject([{ key: `${ACCOUNT}/root`, outcome: 'failed' }]);
  });
});
