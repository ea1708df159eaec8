import { LISTINGS, type Listing, READERS, type ReadPage, readPage } from '@podguard/inventory';
import { expect, test } from 'vitest';
import {
  ACCOUNT,
  ADMIN,
  ENTRIES_OFF,
  PODS_TRUST,
  REGION,
  roleArn,
  type TestAccount,
  testAccount,
} from './account.ts';
import { fillNodes } from './node-fill.ts';

const EKS = `arn:aws:eks:${REGION}:${ACCOUNT}`;
const CLUSTER = `${EKS}:cluster/prod`;
const GET_PROVIDER = 'iam:GetOpenIDConnectProvider';
const PLACE = { region: REGION, cluster: CLUSTER };

function listing(name: string): Listing {
  const found = LISTINGS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no listing ${name}`);
  return found;
}

async function page(account: TestAccount, name: string, token?: string): Promise<ReadPage> {
  const read = await readPage(listing(name), PLACE, token, account.deps);
  if (read.outcome !== 'read') throw new Error(`${read.outcome}: ${read.reason}`);
  return read;
}

async function allPages(account: TestAccount, name: string): Promise<readonly ReadPage[]> {
  const pages = [await page(account, name)];
  for (let next = pages[0]?.next; next !== undefined; next = pages.at(-1)?.next)
    pages.push(await page(account, name, next));
  return pages;
}

async function cluster({ eks }: TestAccount, name = 'prod'): Promise<void> {
  await eks.createCluster({ name, roleArn: roleArn('c'), resourcesVpcConfig: {} });
}

/** What belongs to the account beside IAM. */
async function fillOthers({ secretsmanager, ssm, cloudtrail, events }: TestAccount): Promise<void> {
  for (let at = 0; at < 51; at += 1) {
    await secretsmanager.createSecret({ Name: `secret-${at}`, SecretString: 'hidden' });
    await ssm.putParameter({ Name: `/shop/p-${at}`, Value: 'hidden', Type: 'SecureString' });
  }
  await ssm.putParameter({ Name: 'no-secret', Value: 'plain', Type: 'String' });
  for (const Name of ['main', 'other']) await cloudtrail.createTrail({ Name, S3BucketName: 'logs' });
  await events.createEventBus({ Name: 'podguard-dev' });
  for (const EventBusName of ['default', 'podguard-dev'])
    for (const Name of ['podguard-dev-iam', 'none-of-ours'])
      await events.putRule({ Name, EventBusName, EventPattern: '{"source":["aws.iam"]}' });
}

/** Of each listing its pages, keys and kinds. */
const EXPECTED: Readonly<Record<string, readonly [pages: number, keys: number, kinds: readonly string[]]>> = {
  clusters: [1, 24, ['eks-cluster']],
  'pod-identity-associations': [1, 23, ['pod-identity-association']],
  'access-entries': [1, 23, ['access-entry']],
  roles: [1, 23, ['iam-role']],
  policies: [1, 23, ['iam-policy']],
  'oidc-providers': [1, 23, ['oidc-provider']],
  'instance-profiles': [1, 23, ['instance-profile']],
  users: [1, 47, ['iam-user', 'access-key']],
  'account-regions': [1, 3, ['account-region']],
  parameters: [2, 51, ['secret']],
  secrets: [2, 51, ['secret']],
  trails: [1, 2, ['cloudtrail-trail']],
  'event-rules': [1, 2, ['event-rule']],
  nodegroups: [1, 27, ['eks-nodegroup', 'launch-template-version']],
  addons: [1, 23, ['eks-addon']],
  'fargate-profiles': [1, 23, ['eks-fargate-profile']],
  capabilities: [1, 23, ['eks-capability']],
  'launch-templates': [1, 23, ['launch-template']],
  'launch-template-versions': [1, 27, ['launch-template-version']],
  'auto-scaling-groups': [1, 27, ['auto-scaling-group', 'launch-template-version']],
  'account-defaults': [1, 1, ['ec2-account-defaults']],
  instances: [1, 23, ['ec2-instance']],
};

async function fill(account: TestAccount, count: number): Promise<void> {
  const { iam, eks } = account;
  const numbers = Array.from({ length: count }, (_, at) => String(at).padStart(2, '0'));
  await cluster(account);
  for (const at of numbers) {
    const PolicyDocument = '{"Statement":[]}';
    await cluster(account, `c-${at}`);
    await iam.createRole({ RoleName: `r-${at}`, Path: '/team/', AssumeRolePolicyDocument: PODS_TRUST });
    await iam.createPolicy({ PolicyName: `p-${at}`, Path: '/team/', PolicyDocument });
    const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/team/p-${at}`;
    if (at !== '00') await iam.attachRolePolicy({ RoleName: `r-${at}`, PolicyArn });
    await iam.createOpenIDConnectProvider({ Url: `https://idp-${at}.example.com`, ClientIDList: [] });
    await iam.createUser({ UserName: `u-${at}`, Path: '/people/' });
    await iam.createAccessKey({ UserName: `u-${at}` });
    await iam.createInstanceProfile({ InstanceProfileName: `i-${at}`, Path: '/eks/' });
    const asked = {
      clusterName: 'prod',
      namespace: 'shop',
      serviceAccount: `sa-${at}`,
      roleArn: roleArn('app'),
    };
    await eks.createPodIdentityAssociation(asked);
    await eks.createAccessEntry({ clusterName: 'prod', principalArn: roleArn(`team/e-${at}`) });
  }
  // Two keys of one second, which the credential report does not tell apart.
  await iam.createAccessKey({ UserName: 'u-00' });
  await fillNodes(account, numbers);
}

test('each listing finds all that is there, page by page, reads each whole and uses only its own actions', async () => {
  const account = await testAccount();
  await fill(account, 23);
  await fillOthers(account);
  account.wait(120);
  const found = new Map<string, (typeof EXPECTED)[string]>();
  for (const { name, actions } of LISTINGS) {
    account.fake.calls.length = 0;
    const pages = await allPages(account, name);
    const changes = pages.flatMap((one) => one.changes);
    const keys = pages.flatMap((one) => one.keys);
    expect(pages.flatMap(({ unread }) => unread)).toEqual([]);
    expect(changes.map(({ key }) => key)).toEqual(keys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(changes.every(({ op }) => op === 'put')).toBe(true);
    const kinds = [...new Set(changes.map(({ kind }) => kind))];
    found.set(name, [pages.length, keys.length, kinds]);
    const readers = READERS.filter(({ kind }) => kinds.includes(kind)).flatMap((reader) => reader.actions);
    for (const call of account.fake.calls) expect([...actions, ...readers]).toContain(call);
    for (const action of actions) expect(account.fake.calls).toContain(action);
    for (const change of changes) await account.harness.engine.apply(change);
  }
  expect(Object.fromEntries(found)).toEqual(EXPECTED);
  account.wait(120);
  for (const { name } of LISTINGS) {
    const pages = await allPages(account, name);
    expect(pages.flatMap(({ changes }) => changes)).toEqual([]);
  }
}, 120_000);

test('what of a page may not be read is named, and the rest is read', async () => {
  const account = await testAccount();
  for (const name of ['a', 'b', 'c'])
    await account.iam.createOpenIDConnectProvider({ Url: `https://${name}.example.com` });
  account.fake.fault(GET_PROVIDER, { kind: 'error', status: 403, code: 'AccessDenied' }, 1);
  const { changes, unread, keys } = await page(account, 'oidc-providers');
  expect(keys).toHaveLength(3);
  expect(changes).toHaveLength(2);
  expect(unread).toEqual([{ key: keys[0], outcome: 'denied', reason: expect.any(String) }]);
});

test('what goes away between the list and the read is gone', async () => {
  const account = await testAccount();
  await account.iam.createOpenIDConnectProvider({ Url: 'https://a.example.com' });
  account.fake.fault(GET_PROVIDER, { kind: 'error', status: 404, code: 'NoSuchEntity' }, 1);
  expect(await page(account, 'oidc-providers')).toMatchObject({ changes: [{ op: 'delete' }], unread: [] });
});

test.for([
  ['denied', { kind: 'error', status: 403, code: 'AccessDeniedException' }],
  ['unavailable', { kind: 'error', status: 403, code: 'UnrecognizedClientException' }],
  ['slow', { kind: 'error', status: 429, code: 'ThrottlingException' }],
  ['failed', { kind: 'garbage', body: '{}' }],
] as const)('a list that is %s is an outcome by that name', async ([outcome, fault]) => {
  const account = await testAccount();
  account.fake.fault('eks:ListClusters', fault);
  const read = await readPage(listing('clusters'), PLACE, undefined, account.deps);
  expect(read).toMatchObject({ outcome, reason: expect.any(String) });
});

test('a list that does not answer is slow', async () => {
  const account = await testAccount({}, 150);
  account.fake.fault('iam:ListRoles', { kind: 'delay', ms: 5000 });
  const read = await readPage(listing('roles'), PLACE, undefined, account.deps);
  expect(read).toEqual({ outcome: 'slow', reason: 'no answer within 150 ms' });
});

test('a token that is none fails', async () => {
  const account = await testAccount();
  const read = await readPage(listing('clusters'), PLACE, 'nonsense', account.deps);
  expect(read.outcome).toBe('failed');
});

test('a cluster whose ConfigMap alone tells who may come in has no access entries', async () => {
  const account = await testAccount();
  account.fake.fault('eks:ListAccessEntries', ENTRIES_OFF);
  expect(await page(account, 'access-entries')).toMatchObject({ keys: [], unread: [], next: undefined });
  const code = 'InvalidRequestException';
  account.fake.fault('eks:ListAccessEntries', { kind: 'error', status: 400, code });
  const other = await readPage(listing('access-entries'), PLACE, undefined, account.deps);
  expect(other).toEqual({ outcome: 'failed', reason: code });
});

test('a cluster that is gone by then has nothing to list, and that is said', async () => {
  const account = await testAccount();
  const read = await readPage(listing('pod-identity-associations'), PLACE, undefined, account.deps);
  expect(read).toMatchObject({ outcome: 'failed', reason: 'No cluster found for name: prod.' });
});

test('slowing down by itself, it reads through throttling', async () => {
  const account = await testAccount({ retryMode: 'adaptive', maxAttempts: 8 }, 20_000);
  for (let at = 0; at < 5; at += 1)
    await account.iam.createRole({ RoleName: `r-${at}`, AssumeRolePolicyDocument: PODS_TRUST });
  await account.iam.attachRolePolicy({ RoleName: 'r-1', PolicyArn: ADMIN });
  account.fake.fault('iam:ListRoles', { kind: 'error', status: 400, code: 'Throttling' }, 3);
  const { changes, unread } = await page(account, 'roles');
  expect([changes.length, unread]).toEqual([5, []]);
});

test("what the account has once is asked of IAM's region, what a region has there", async () => {
  const { deps, clients } = await testAccount();
  const asked: string[] = [];
  const watching = {
    ...clients,
    iam: (region: string) => {
      asked.push(`iam ${region}`);
      return clients.iam(region);
    },
    eks: (region: string) => {
      asked.push(`eks ${region}`);
      return clients.eks(region);
    },
  };
  for (const name of ['roles', 'clusters'])
    await readPage(listing(name), { region: REGION }, undefined, { ...deps, clients: watching });
  expect([...new Set(asked)]).toEqual(['iam us-east-1', 'eks eu-central-1']);
});
