import { accountRegionKey, parameterKey } from '@podguard/core';
import { readPage } from '@podguard/inventory';
import { describe, expect, test } from 'vitest';
import { ACCOUNT, REGION, roleArn, stateOf, testAccount } from './account.ts';
import { listing, onePage } from './listing-pages.ts';

const HANGS = { kind: 'delay', ms: 30_000 } as const;
const DENIED = { kind: 'error', status: 400, code: 'AccessDeniedException' } as const;
const userArn = (name: string) => `arn:aws:iam::${ACCOUNT}:user/${name}`;

describe('what does not answer takes nothing from the rest of its page', () => {
  test('a region', async () => {
    const account = await testAccount({ maxAttempts: 1 });
    account.fake.fault('eks:ListClusters', HANGS);
    const { keys, reads, unread } = await onePage(account, 'account-regions');
    expect([keys.length, reads.length]).toEqual([3, 2]);
    expect(unread).toMatchObject([{ key: accountRegionKey(ACCOUNT, 'eu-west-1'), outcome: 'slow' }]);
  });

  test('a user, and the page after it is had', async () => {
    const account = await testAccount({ maxAttempts: 1 });
    for (let at = 0; at < 51; at += 1) await account.iam.createUser({ UserName: `u-${at}` });
    account.fake.fault('iam:ListAccessKeys', HANGS, 1);
    const { reads, unread, next } = await onePage(account, 'users');
    expect([reads.length, next]).toEqual([49, expect.any(String)]);
    expect(unread).toMatchObject([{ key: userArn('u-0'), outcome: 'slow' }]);
  });

  test('the credential report', async () => {
    const account = await testAccount({ maxAttempts: 1 });
    await account.iam.createUser({ UserName: 'ci' });
    account.fake.fault('iam:GenerateCredentialReport', HANGS);
    const { reads, unread } = await onePage(account, 'users');
    expect(reads.map(({ key }) => key)).toEqual([userArn('ci')]);
    expect(unread).toMatchObject([{ key: `${ACCOUNT}/credential-report`, outcome: 'slow' }]);
  });

  test('more of them than there is time for', async () => {
    const account = await testAccount({ maxAttempts: 1 }, 4000);
    for (let at = 0; at < 20; at += 1) await account.iam.createUser({ UserName: `u-${at}` });
    account.fake.fault('iam:ListAccessKeys', HANGS);
    const { keys, unread } = await onePage(account, 'users');
    expect([keys.length, unread.length]).toEqual([20, 20]);
  });
});

test('parameters are listed where secrets are denied, and each is named by itself', async () => {
  const account = await testAccount();
  await account.ssm.putParameter({ Name: '/shop/db', Value: 'hidden', Type: 'SecureString' });
  account.fake.fault('secretsmanager:ListSecrets', DENIED);
  const read = await readPage(listing('secrets'), { region: REGION }, undefined, account.deps);
  expect(read).toMatchObject({ outcome: 'denied' });
  expect((await onePage(account, 'parameters')).keys).toEqual([
    parameterKey('aws', REGION, ACCOUNT, 'shop/db'),
  ]);
});

test('what a page names twice is read once', async () => {
  const account = await testAccount();
  const member = `<member><Arn>arn:aws:iam::${ACCOUNT}:instance-profile/nodes</Arn><Roles/></member>`;
  const list = `<InstanceProfiles>${member.repeat(3)}</InstanceProfiles><IsTruncated>false</IsTruncated>`;
  account.fake.fault('iam:ListInstanceProfiles', {
    kind: 'garbage',
    body: `<ListInstanceProfilesResponse><ListInstanceProfilesResult>${list}</ListInstanceProfilesResult></ListInstanceProfilesResponse>`,
  });
  const { keys, reads } = await onePage(account, 'instance-profiles');
  expect([keys.length, reads.length]).toEqual([1, 1]);
});

test('a page that names something by no text is a fault of the page', async () => {
  const account = await testAccount();
  account.fake.fault('cloudtrail:DescribeTrails', {
    kind: 'garbage',
    body: JSON.stringify({ trailList: [{ TrailARN: 7, Name: 'all', HomeRegion: REGION }] }),
  });
  const read = await readPage(listing('trails'), { region: REGION }, undefined, account.deps);
  expect(read).toEqual({ outcome: 'failed', reason: expect.stringContaining('names something 7') });
});

describe('a parameter after an empty page', () => {
  const empty = (NextToken: string | undefined) =>
    ({ kind: 'garbage', body: JSON.stringify({ Parameters: [], NextToken }) }) as const;
  const key = parameterKey('aws', REGION, ACCOUNT, 'shop/db');
  const TOKEN = Buffer.from('0').toString('base64');

  test.for([
    ['is read where more follows', TOKEN, true],
    ['is gone where nothing follows', undefined, false],
  ] as const)('%s', async ([, token, present]) => {
    const account = await testAccount();
    await account.ssm.putParameter({ Name: '/shop/db', Value: 'hidden', Type: 'SecureString' });
    await account.readInto(key);
    account.wait(600);
    account.fake.fault('ssm:DescribeParameters', empty(token), 1);
    expect(await account.readInto(key)).toBe(present ? '0 news' : '1 news');
    expect(await account.item(key)).toMatchObject({ present });
  });
});

test('what services of AWS manage is asked for, also where the account hides it', async () => {
  const account = await testAccount();
  const { client } = await account.clients.ec2(REGION);
  const asked: unknown[] = [];
  client.middlewareStack.add(
    (next) => async (given) => {
      asked.push((given.input as { IncludeManagedResources?: boolean }).IncludeManagedResources);
      return next(given);
    },
    { step: 'initialize' },
  );
  for (const name of ['instances', 'launch-templates', 'launch-template-versions'])
    await onePage(account, name);
  const EC2 = `arn:aws:ec2:${REGION}:${ACCOUNT}`;
  for (const key of ['instance/i-1', 'launch-template/lt-1', 'launch-template/lt-1/1'])
    await account.reads.read(`${EC2}:${key}`);
  expect(asked).toEqual([true, true, true, true, true, true]);
});

test('an identity provider that is taken off between two calls leaves its cluster readable', async () => {
  const account = await testAccount();
  const { eks, fake } = account;
  await eks.createCluster({ name: 'prod', roleArn: roleArn('c'), resourcesVpcConfig: {} });
  const oidc = { identityProviderConfigName: 'corp', issuerUrl: 'https://idp.example.com', clientId: 'k' };
  await eks.associateIdentityProviderConfig({ clusterName: 'prod', oidc });
  const gone = { kind: 'error', status: 404, code: 'ResourceNotFoundException' } as const;
  fake.fault('eks:DescribeIdentityProviderConfig', gone);
  const key = `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/prod`;
  await account.readInto(key);
  const { sets } = await stateOf(account, key);
  expect(sets).toContainEqual({ name: 'identityProviders', members: [], complete: true });
});
