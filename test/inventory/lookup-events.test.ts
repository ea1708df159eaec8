import { createLookupEvents } from '@podguard/inventory';
import { expect, test } from 'vitest';
import { PODS_TRUST, type TestAccount, testAccount } from './account.ts';

/** Asks, with a clock that only waiting moves; what it waited, in milliseconds. */
async function asking() {
  const account = await testAccount();
  const waited: number[] = [];
  let time = Date.parse('2026-03-12T07:00:00Z');
  const lookup = createLookupEvents({
    clients: account.clients,
    now: () => new Date(time),
    pause: async (ms) => {
      waited.push(ms);
      time += ms;
    },
    timeoutMs: 2000,
  });
  return { account, lookup, waited };
}

const idsOf = (records: readonly unknown[]) =>
  (records as { eventID: string }[]).map(({ eventID }) => eventID);

async function changeOften({ iam }: TestAccount, count: number): Promise<void> {
  const role = { RoleName: 'app' };
  await iam.createRole({ ...role, AssumeRolePolicyDocument: PODS_TRUST });
  for (let at = 1; at < count; at += 1) await iam.updateRole({ ...role, MaxSessionDuration: 3600 + at });
}

test('all records of a resource are read page by page, two pages a second', async () => {
  const { account, lookup, waited } = await asking();
  await changeOften(account, 120);
  const { records, backTo } = await lookup({ region: 'us-east-1', resourceName: 'app' });
  expect([new Set(idsOf(records)).size, backTo]).toEqual([120, null]);
  expect(account.fake.calls.filter((call) => call === 'cloudtrail:LookupEvents')).toHaveLength(3);
  expect(waited).toEqual([500, 500]);
});

test('of very many records the newest 200 are read, and how far back they go is said', async () => {
  const { account, lookup } = await asking();
  await changeOften(account, 230);
  const { records, backTo } = await lookup({ region: 'us-east-1', eventName: 'UpdateRole' });
  const ids = idsOf(records);
  expect([ids.length, ids[0], ids.includes('event-30')]).toEqual([200, 'event-230', false]);
  const oldest = records.at(-1) as { eventTime: string };
  expect(backTo).toBe(oldest.eventTime);
});

test('no more is asked for than the time that is wanted', async () => {
  const { account, lookup } = await asking();
  await changeOften(account, 3);
  const at = (account.fake.records[0] as { eventTime: string }).eventTime;
  const before = new Date(Date.parse(at) - 1_000).toISOString();
  const long = new Date(Date.parse(at) - 3_600_000).toISOString();
  const asked = { region: 'us-east-1', resourceName: 'app' };
  expect((await lookup({ ...asked, from: long, to: before })).records).toEqual([]);
  expect((await lookup({ ...asked, from: before })).records).toHaveLength(3);
  expect((await lookup({ ...asked, to: long })).records).toEqual([]);
});

test('regions do not wait for each other, and of one region one lookup waits for the other', async () => {
  const { lookup, waited } = await asking();
  await Promise.all(
    ['us-east-1', 'eu-central-1', 'us-east-1'].map((region) => lookup({ region, resourceName: 'app' })),
  );
  expect(waited).toEqual([500]);
});

test('that it is not answered is thrown, and the next is asked all the same', async () => {
  const { account, lookup } = await asking();
  const denied = { kind: 'error', status: 400, code: 'AccessDeniedException' } as const;
  account.fake.fault('cloudtrail:LookupEvents', denied, 1);
  const asked = { region: 'us-east-1', resourceName: 'app' };
  const [first, second] = await Promise.allSettled([lookup(asked), lookup(asked)]);
  expect(first).toMatchObject({ status: 'rejected', reason: { name: 'AccessDeniedException' } });
  expect(second).toEqual({ status: 'fulfilled', value: { records: [], backTo: null } });
});
