import type { JsonObject } from '@podguard/core';
import { expect, test } from 'vitest';
import { ACCOUNT, type DriftWorld, type Recorder } from './drift-world.ts';
import { known } from './known-account.ts';

const ROOT_KEY = 'AKIAROOTROOTROOTROOT';
const ROOT = {
  type: 'Root',
  principalId: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:root`,
  accountId: ACCOUNT,
};
const DENIED = { kind: 'error', status: 403, code: 'AccessDenied' } as const;
const LAST_USED = 'iam:GetAccessKeyLastUsed';

const keyOf = async ({ harness }: Recorder, id: string) => harness.store.load(`${ACCOUNT}/${id}`);

/** A user with a key, both known by their events. */
async function withKey({ world, recorder }: { world: DriftWorld; recorder: Recorder }): Promise<string> {
  const before = world.fake.records.length;
  await world.iam.createUser({ UserName: 'ci' });
  const { AccessKey } = await world.iam.createAccessKey({ UserName: 'ci' });
  await recorder.deliver(world.fake.records.slice(before));
  world.wait(1200);
  return AccessKey?.AccessKeyId ?? '';
}

/** An event of root's key. */
function ofRoot(record: JsonObject | undefined, eventName: string, parts: JsonObject): JsonObject {
  return { ...record, eventName, eventID: `root-${eventName}`, userIdentity: ROOT, ...parts };
}

test("a user's key of which the last use is denied is there, and that alone is named", async () => {
  const given = await known();
  const id = await withKey(given);
  given.world.fake.fault(LAST_USED, DENIED);
  const { differences, gaps } = await given.recorder.run('second');
  expect(differences).toEqual([]);
  expect(gaps).toEqual([{ what: `${ACCOUNT}/${id}/last-use`, reason: 'denied: AccessDenied' }]);
  expect(await keyOf(given.recorder, id)).toMatchObject({ present: true });
});

test('a key of a user whose keys may not be listed is not gone', async () => {
  const given = await known();
  const id = await withKey(given);
  given.world.fake.fault(LAST_USED, DENIED);
  given.world.fake.fault('iam:ListAccessKeys', DENIED);
  const { differences, gaps } = await given.recorder.run('second');
  expect(differences).toEqual([]);
  expect(gaps.map(({ what }) => what).sort()).toEqual([
    `${ACCOUNT}/${id}`,
    `arn:aws:iam::${ACCOUNT}:user/ci`,
  ]);
  expect(await keyOf(given.recorder, id)).toMatchObject({ present: true });
});

test.for(['deleteAccessKey', 'both'] as const)(
  'a key that its user does not have any more is gone, with its user or without: %s',
  async (what) => {
    const given = await known();
    const { world, recorder } = given;
    const AccessKeyId = await withKey(given);
    await world.iam.deleteAccessKey({ UserName: 'ci', AccessKeyId });
    if (what === 'both') world.fake.account.users.delete('ci');
    const { differences, gaps } = await recorder.run('second');
    expect(differences.find(({ kind }) => kind === 'access-key')).toMatchObject({ type: 'gone' });
    expect([gaps, await keyOf(recorder, AccessKeyId)]).toMatchObject([[], { present: false }]);
  },
);

test("root's key that an event told of is never gone because IAM denies to tell of it", async () => {
  const { world, recorder } = await known();
  await world.iam.createUser({ UserName: 'x' });
  const record = world.fake.records.at(-1);
  const made = { accessKey: { accessKeyId: ROOT_KEY, status: 'Active' } };
  await recorder.deliver([
    record ?? {},
    ofRoot(record, 'CreateAccessKey', { requestParameters: null, responseElements: made }),
  ]);
  world.wait(1200);
  const { differences, gaps } = await recorder.run('second');
  expect(differences).toEqual([]);
  expect(gaps).toMatchObject([{ what: `${ACCOUNT}/${ROOT_KEY}` }]);
  expect(await keyOf(recorder, ROOT_KEY)).toMatchObject({ present: true });
});

test('what the credential report tells of a key of root, by its place, is no drift', async () => {
  const { world, recorder } = await known();
  world.fake.account.rootKeys.push({ Status: 'Active', CreateDate: world.now() });
  world.wait(5 * 3600);
  expect((await recorder.run('second')).differences).toEqual([]);
  const place = await keyOf(recorder, 'root/key-1');
  expect(place?.lives.map(({ rule }) => rule)).toEqual(['static-key-root']);
});
