import type { Change, History, Item, JudgedItem, Unreached } from '@podguard/core';
import { missingFrom } from '@podguard/inventory';
import { expect, test } from 'vitest';
import { changesOf, roleArn, type TestAccount, testAccount } from './account.ts';

const APP = roleArn('app');
const ANY = () => true;

async function itemAfter(what: (account: TestAccount) => Promise<unknown>, key = APP): Promise<Item> {
  const account = await testAccount();
  await what(account);
  await account.deliverRecords();
  const item = await account.item(key);
  if (item === undefined) throw new Error(`nothing is known of ${key}`);
  return item;
}

const role = { RoleName: 'app', AssumeRolePolicyDocument: '{"Statement":[]}' };
const made = () => itemAfter(({ iam }) => iam.createRole(role));

function judged(
  item: Item,
  undecided: readonly Unreached[],
  around: readonly (readonly [string, History | null])[] = [],
): JudgedItem {
  return { item: { ...item, undecided }, histories: new Map(around) };
}

const wanting: readonly Unreached[] = [{ rule: 'any-rule', missing: ['something'] }];

test('nothing is missing where all was decided', async () => {
  expect(missingFrom(judged(await made(), [], [[roleArn('other'), null]]), ANY)).toEqual([]);
});

test('where all was decided what is tied is missing still: of two values one is not so', async () => {
  const tied = await itemAfter(async ({ iam, wait }) => {
    await iam.createRole(role);
    wait(5);
    await iam.updateAssumeRolePolicy({ RoleName: 'app', PolicyDocument: '{"Id":"1"}' });
    await iam.updateAssumeRolePolicy({ RoleName: 'app', PolicyDocument: '{"Id":"2"}' });
  });
  expect(missingFrom(judged(tied, []), ANY)).toEqual([APP]);
  expect(missingFrom(judged({ ...(await made()), key: 'other' }, [], [[APP, tied]]), ANY)).toEqual([APP]);
});

test('nothing is missing where more knowledge would not help', async () => {
  const undecided = [{ rule: 'any-rule', missing: ['a fault'], undecidable: true as const }];
  expect(missingFrom(judged(await made(), undecided, [[roleArn('other'), null]]), ANY)).toEqual([]);
});

test('what was looked for and not found is missing', async () => {
  expect(missingFrom(judged(await made(), wanting, [[roleArn('other'), null]]), ANY)).toEqual([
    roleArn('other'),
  ]);
});

test('what is known whole is not missing', async () => {
  const item = await made();
  expect(missingFrom(judged(item, wanting, [[APP, item]]), ANY)).toEqual([]);
});

test('what is gone is not missing', async () => {
  const gone = await itemAfter(async ({ iam, wait }) => {
    await iam.createRole(role);
    wait(5);
    await iam.deleteRole({ RoleName: 'app' });
  });
  expect(missingFrom(judged({ ...(await made()), key: 'other' }, wanting, [[APP, gone]]), ANY)).toEqual([]);
});

test.for<[string, (account: TestAccount) => Promise<unknown>]>([
  [
    'never told whole',
    async ({ fake, iam }) => {
      await iam.createRole(role);
      fake.records.length = 0;
      await iam.updateAssumeRolePolicy({ RoleName: 'app', PolicyDocument: '{}' });
    },
  ],
  [
    'tied',
    async ({ iam, wait }) => {
      await iam.createRole(role);
      wait(5);
      await iam.updateAssumeRolePolicy({ RoleName: 'app', PolicyDocument: '{"Id":"1"}' });
      await iam.updateAssumeRolePolicy({ RoleName: 'app', PolicyDocument: '{"Id":"2"}' });
    },
  ],
])('what is %s is missing, the resource itself too', async ([, what]) => {
  const item = await itemAfter(what);
  expect(missingFrom(judged(item, wanting), ANY)).toEqual([APP]);
  expect(missingFrom(judged({ ...(await made()), key: 'other' }, wanting, [[APP, item]]), ANY)).toEqual([
    APP,
  ]);
});

test('what was only seen to be there is missing, and what is known of its use only', async () => {
  const item = await made();
  const [created] = item.log;
  const sighting = { ...created, op: 'patch', fields: {}, sets: {} } as Change;
  const sighted = { ...item, log: [sighting] } as History;
  const used: History = { ...item, log: [], base: null };
  const other = { ...item, key: 'other' };
  expect(missingFrom(judged(other, wanting, [[APP, sighted]]), ANY)).toEqual([APP]);
  expect(missingFrom(judged(other, wanting, [[APP, used]]), ANY)).toEqual([APP]);
});

test('a cluster whose issuer its call could not tell is missing; one of which only its maker is not known is not', async () => {
  const account = await testAccount();
  await account.eks.createCluster({ name: 'prod', roleArn: roleArn('c'), resourcesVpcConfig: {} });
  await account.deliverRecords();
  const key = 'arn:aws:eks:eu-central-1:111122223333:cluster/prod';
  const other = { ...(await made()), key: 'other' };
  expect(missingFrom(judged(other, wanting, [[key, (await account.item(key)) ?? null]]), ANY)).toEqual([key]);
  const reading = await testAccount();
  await reading.eks.createCluster({ name: 'prod', roleArn: roleArn('c'), resourcesVpcConfig: {} });
  await reading.readInto(key);
  const read = await reading.item(key);
  expect(read).toBeDefined();
  expect(missingFrom(judged(other, wanting, [[key, read ?? null]]), ANY)).toEqual([]);
});

test('what nothing reads is left out', async () => {
  const around = [
    [roleArn('a'), null],
    [roleArn('b'), null],
  ] as const;
  expect(missingFrom(judged(await made(), wanting, around), (key) => key.endsWith('b'))).toEqual([
    roleArn('b'),
  ]);
});

test('at most ten are named: what was named as missing, the resource itself, then the others in order', async () => {
  const item = await itemAfter(async ({ fake, iam }) => {
    await iam.createRole(role);
    fake.records.length = 0;
    await iam.updateAssumeRolePolicy({ RoleName: 'app', PolicyDocument: '{}' });
  });
  const others = Array.from({ length: 20 }, (_, at) => roleArn(`r-${String(at).padStart(2, '0')}`));
  const undecided = [{ rule: 'any-rule', missing: [`trust of ${others[19]}`] }];
  const around = others.toReversed().map((key) => [key, null] as const);
  const expected = [others[19], APP, ...others.slice(0, 8)];
  expect(missingFrom(judged(item, undecided, around), ANY)).toEqual(expected);
});

test('those that may not be asked take no place among the ten', async () => {
  const others = Array.from({ length: 12 }, (_, at) => roleArn(`r-${String(at).padStart(2, '0')}`));
  const around = others.map((key) => [key, null] as const);
  const asked = new Set(others.slice(0, 10));
  expect(missingFrom(judged(await made(), wanting, around), (key) => !asked.has(key))).toEqual(
    others.slice(10),
  );
});

test('the records of the fake are records', async () => {
  const { iam, fake } = await testAccount();
  await iam.createRole(role);
  expect(fake.records.flatMap(changesOf)).toMatchObject([{ op: 'put', kind: 'iam-role', key: APP }]);
});
