import type { PutChange } from '@podguard/core';
import { READERS } from '@podguard/inventory';
import { expect, test } from 'vitest';
import { testAccount } from './account.ts';
import { READER_CASES } from './cases.ts';
import { listInto } from './listing-pages.ts';

/** The listing that tells what a reader reads. */
const LISTED_BY: Readonly<Record<string, string>> = {
  role: 'roles',
  policy: 'policies',
  'instance-profile': 'instance-profiles',
  user: 'users',
  'access-key': 'users',
  'root-access-key': 'users',
  secret: 'secrets',
  parameter: 'parameters',
  trail: 'trails',
  'event-rule': 'event-rules',
  'account-region': 'account-regions',
};

const CASES = READER_CASES.filter(({ reader }) => reader in LISTED_BY);

test('there is a case of each', () => {
  expect(CASES.map(({ reader }) => reader).sort()).toEqual(Object.keys(LISTED_BY).sort());
});

test.for(CASES)(
  'of what the reader $reader reads its listing tells the same, without asking it',
  async ({ reader, make }) => {
    const account = await testAccount();
    const key = await make(account);
    account.wait(120);
    account.fake.calls.length = 0;
    const pages = await listInto(account, LISTED_BY[reader] ?? '');
    const own = READERS.find(({ name }) => name === reader)?.actions[0];
    const isOfListing = pages.some(() =>
      ['role', 'policy', 'user', 'secret', 'instance-profile'].includes(reader),
    );
    if (isOfListing) expect(account.fake.calls).not.toContain(own);
    const told = pages.flatMap(({ reads }) => reads).find((one) => one.key === key)?.told[0] as PutChange;
    const read = await account.reads.read(key);
    if (read.outcome !== 'read') throw new Error(read.reason);
    const [alone] = read.told as [PutChange];
    expect(told).toMatchObject({ op: 'put', fields: alone.fields, sets: alone.sets, region: alone.region });
    expect(Object.keys(told.fields)).toEqual(Object.keys(alone.fields));
    expect(read.changes).toEqual([]);
  },
);
