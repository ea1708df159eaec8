import { whyNotYet } from '@podguard/drift';
import { createLiveReads } from '@podguard/inventory';
import { expect, test } from 'vitest';
import { PODS_TRUST, roleArn, testAccount } from '../inventory/account.ts';

const KEY = roleArn('app');
const ANYBODY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }],
});

async function withRole() {
  const account = await testAccount();
  await account.iam.createRole({ RoleName: 'app', AssumeRolePolicyDocument: PODS_TRUST });
  await account.deliverRecords();
  return account;
}

async function why(account: Awaited<ReturnType<typeof withRole>>): Promise<string | null> {
  const read = await createLiveReads(account.deps).read(KEY);
  if (read.outcome !== 'read') throw new Error(read.reason);
  return whyNotYet(KEY, read, await account.item(KEY));
}

test('what is as it is recorded may be approved', async () => {
  const account = await withRole();
  account.wait(120);
  expect(await why(account)).toBeNull();
});

test('within a minute of an event what is read is not approved: which is the newer is not known', async () => {
  const account = await withRole();
  account.wait(20);
  await account.iam.updateAssumeRolePolicy({ RoleName: 'app', PolicyDocument: ANYBODY });
  account.wait(10);
  expect(await why(account)).toMatch(/^it was changed a moment ago/);
});

test('what a change made of which the event is on its way is not approved before that is told', async () => {
  const account = await withRole();
  account.wait(200);
  await account.iam.updateAssumeRolePolicy({ RoleName: 'app', PolicyDocument: ANYBODY });
  account.wait(10);
  expect(await why(account)).toMatch(/^it differs from what is recorded \(trust\): run podguard drift/);
});
