import type { Kind } from '@podguard/core';
import { LISTINGS, type Listing, type ReadPage, readPage } from '@podguard/inventory';
import { expect, test } from 'vitest';
import type { LaunchTemplate } from '../support/aws-fake/account.ts';
import { ACCOUNT, REGION, roleArn, type TestAccount, testAccount } from './account.ts';
import { fillNodes } from './node-fill.ts';

const EC2 = `arn:aws:ec2:${REGION}:${ACCOUNT}`;
const CLUSTER = `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/prod`;

function listing(name: string): Listing {
  const found = LISTINGS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no listing ${name}`);
  return found;
}

async function pagesOf(account: TestAccount, name: string): Promise<readonly ReadPage[]> {
  const pages: ReadPage[] = [];
  do {
    const place = { region: REGION, cluster: CLUSTER };
    const read = await readPage(listing(name), place, pages.at(-1)?.next, account.deps);
    if (read.outcome !== 'read') throw new Error(`${read.outcome}: ${read.reason}`);
    pages.push(read);
  } while (pages.at(-1)?.next !== undefined);
  return pages;
}

/** How often each call was made by a listing, in the order of their names. */
async function callsOf(account: TestAccount, name: string): Promise<Readonly<Record<string, number>>> {
  account.fake.calls.length = 0;
  await pagesOf(account, name);
  const counts = Map.groupBy(account.fake.calls.toSorted(), (call) => call);
  return Object.fromEntries([...counts].map(([call, all]) => [call, all.length]));
}

async function withCluster(): Promise<TestAccount> {
  const account = await testAccount();
  await account.eks.createCluster({ name: 'prod', roleArn: roleArn('c'), resourcesVpcConfig: {} });
  return account;
}

function numbers(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => String(at).padStart(4, '0'));
}

/** Of three versions, the second the default. */
function putTemplates({ fake }: TestAccount, count: number): void {
  for (const at of numbers(count)) {
    const versions = new Map([1, 2, 3].map((version) => [version, {}] as const));
    const template: LaunchTemplate = { id: `lt-${at}`, name: at, versions, byDefault: 2, newest: 3 };
    fake.account.templates.set(`${REGION}/${template.id}`, template);
  }
}

function putGroups({ fake }: TestAccount, count: number, template: (at: number) => object): void {
  for (const [index, at] of numbers(count).entries())
    fake.account.autoScalingGroups.set(`${REGION}/g-${at}`, {
      AutoScalingGroupName: `g-${at}`,
      LaunchTemplate: template(index),
      Tags: [],
    });
}

test('instances are told by the thousand, each page by one call, and none by a call of its own', async () => {
  const account = await testAccount();
  for (const at of numbers(2345))
    account.fake.account.instances.set(`${REGION}/i-${at}`, {
      instanceId: `i-${at}`,
      metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 },
    });
  expect(await callsOf(account, 'instances')).toEqual({ 'ec2:DescribeInstances': 3 });
  const pages = await pagesOf(account, 'instances');
  expect(pages.map(({ keys, changes }) => [keys.length, changes.length])).toEqual([
    [1000, 1000],
    [1000, 1000],
    [345, 345],
  ]);
});

test('a page of instances tells what the reader tells of each, for the same cause', async () => {
  const account = await testAccount();
  await account.ec2.runInstances({
    MinCount: 1,
    MaxCount: 1,
    MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2 },
    TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'eks:cluster-name', Value: 'prod' }] }],
  });
  const [page] = await pagesOf(account, 'instances');
  const read = await account.reads.read(page?.keys[0] ?? '');
  if (read.outcome !== 'read') throw new Error(read.reason);
  expect(page?.changes).toEqual(read.changes);
});

test('instances that have ended are not listed', async () => {
  const account = await testAccount();
  const made = await account.ec2.runInstances({ MinCount: 1, MaxCount: 1 });
  await account.ec2.runInstances({ MinCount: 1, MaxCount: 1 });
  await account.ec2.terminateInstances({ InstanceIds: [made.Instances?.[0]?.InstanceId ?? ''] });
  expect((await pagesOf(account, 'instances')).flatMap(({ keys }) => keys)).toHaveLength(1);
});

test('launch templates are told by two hundred, and of their versions the latest and the default', async () => {
  const account = await testAccount();
  putTemplates(account, 201);
  expect(await callsOf(account, 'launch-templates')).toEqual({ 'ec2:DescribeLaunchTemplates': 2 });
  expect(await callsOf(account, 'launch-template-versions')).toEqual({
    'ec2:DescribeLaunchTemplateVersions': 3,
  });
  const keys = (await pagesOf(account, 'launch-template-versions')).flatMap((page) => page.keys);
  expect(keys.filter((key) => key.includes('lt-0007'))).toEqual([
    `${EC2}:launch-template/lt-0007/3`,
    `${EC2}:launch-template/lt-0007/2`,
  ]);
  expect(keys).toHaveLength(402);
});

test('a version that is both the latest and the default is listed once', async () => {
  const account = await testAccount();
  await account.ec2.createLaunchTemplate({ LaunchTemplateName: 'nodes', LaunchTemplateData: {} });
  const [page] = await pagesOf(account, 'launch-template-versions');
  expect([page?.keys.length, page?.changes.length]).toEqual([1, 1]);
});

test('Auto Scaling groups are told by the hundred, with those versions by number that no list tells', async () => {
  const account = await testAccount();
  putTemplates(account, 20);
  putGroups(account, 120, (at) => ({
    LaunchTemplateId: `lt-${String(at % 20).padStart(4, '0')}`,
    Version: ['$Latest', '$Default', '3', '2', '1'][at % 5],
  }));
  // Four templates are used by their first version, on both pages.
  expect(await callsOf(account, 'auto-scaling-groups')).toEqual({
    'autoscaling:DescribeAutoScalingGroups': 2,
    'ec2:DescribeLaunchTemplateVersions': 8,
    'ec2:DescribeLaunchTemplates': 2,
  });
  const keys = (await pagesOf(account, 'auto-scaling-groups')).flatMap((page) => page.keys);
  const versions = keys.filter((key) => key.includes('launch-template'));
  expect([...new Set(versions)].sort()).toEqual(
    ['04', '09', '14', '19'].map((at) => `${EC2}:launch-template/lt-00${at}/1`),
  );
  expect(keys).toHaveLength(120 + 8);
});

test('nothing is asked of launch templates where no group uses one by a number', async () => {
  const account = await testAccount();
  putTemplates(account, 1);
  putGroups(account, 3, () => ({ LaunchTemplateId: 'lt-0000', Version: '$Latest' }));
  expect(await callsOf(account, 'auto-scaling-groups')).toEqual({
    'autoscaling:DescribeAutoScalingGroups': 1,
  });
});

test('groups that are being deleted are not listed', async () => {
  const account = await testAccount();
  putTemplates(account, 1);
  putGroups(account, 2, () => ({ LaunchTemplateId: 'lt-0000', Version: '$Latest' }));
  account.fake.account.autoScalingGroups.get(`${REGION}/g-0000`)!.Status = 'Delete in progress';
  const [page] = await pagesOf(account, 'auto-scaling-groups');
  expect(page?.keys).toEqual([`arn:aws:autoscaling:${REGION}:${ACCOUNT}:autoScalingGroup/g-0001`]);
});

test('where one of the templates is gone, the versions of the others are read nevertheless', async () => {
  const account = await testAccount();
  putTemplates(account, 2);
  putGroups(account, 2, (at) => ({ LaunchTemplateId: `lt-000${at}`, Version: '1' }));
  account.fake.account.templates.delete(`${REGION}/lt-0000`);
  const [page] = await pagesOf(account, 'auto-scaling-groups');
  const versions = page?.reads.filter(({ key }) => key.includes('launch-template'));
  expect(versions?.map(({ key, told }) => [key, told[0]?.op])).toEqual([
    [`${EC2}:launch-template/lt-0000/1`, 'delete'],
    [`${EC2}:launch-template/lt-0001/1`, 'put'],
  ]);
});

test('where launch templates may not be read the groups are, and each version is named', async () => {
  const account = await testAccount();
  putTemplates(account, 1);
  putGroups(account, 1, () => ({ LaunchTemplateId: 'lt-0000', Version: '3' }));
  for (const call of ['DescribeLaunchTemplates', 'DescribeLaunchTemplateVersions'])
    account.fake.fault(`ec2:${call}`, { kind: 'error', status: 403, code: 'UnauthorizedOperation' });
  const [page] = await pagesOf(account, 'auto-scaling-groups');
  expect(page?.changes.map(({ kind }) => kind)).toEqual(['auto-scaling-group']);
  expect(page?.unread).toMatchObject([{ key: `${EC2}:launch-template/lt-0000/3`, outcome: 'denied' }]);
});

test('launch templates that do not answer hold nobody up', async () => {
  const account = await testAccount({}, 150);
  putTemplates(account, 1);
  putGroups(account, 1, () => ({ LaunchTemplateId: 'lt-0000', Version: '1' }));
  account.fake.fault('ec2:DescribeLaunchTemplates', { kind: 'delay', ms: 5000 });
  const [page] = await pagesOf(account, 'auto-scaling-groups');
  expect(page?.changes.map(({ kind }) => kind)).toEqual(['auto-scaling-group', 'launch-template-version']);
});

test('a cluster takes a list of each kind and a call for each that is on it, and no more', async () => {
  const account = await withCluster();
  await fillNodes(account, ['00', '01', '05', '06', '07']);
  account.fake.calls.length = 0;
  // Two templates are used by their second version; which these are one call tells.
  expect(await callsOf(account, 'nodegroups')).toEqual({
    'ec2:DescribeLaunchTemplateVersions': 2,
    'ec2:DescribeLaunchTemplates': 1,
    'eks:DescribeNodegroup': 5,
    'eks:ListNodegroups': 1,
  });
  expect(await callsOf(account, 'addons')).toEqual({ 'eks:DescribeAddon': 5, 'eks:ListAddons': 1 });
  expect(await callsOf(account, 'fargate-profiles')).toEqual({
    'eks:DescribeFargateProfile': 5,
    'eks:ListFargateProfiles': 1,
  });
  expect(await callsOf(account, 'capabilities')).toEqual({
    'eks:DescribeCapability': 5,
    'eks:ListCapabilities': 1,
  });
});

test('what a cluster has is listed by the hundred', async () => {
  const account = await withCluster();
  const { addons } = account.fake.account.clusters.get(`${REGION}/prod`)!;
  for (const addonName of numbers(201)) addons.set(addonName, { addonName });
  expect(await callsOf(account, 'addons')).toEqual({ 'eks:DescribeAddon': 201, 'eks:ListAddons': 3 });
});

test('access entries take two calls each, whatever path their principals have', async () => {
  const account = await withCluster();
  for (const path of ['', 'team/', 'aws-reserved/sso.amazonaws.com/eu-central-1/'])
    await account.eks.createAccessEntry({
      clusterName: 'prod',
      principalArn: roleArn(`${path}r${path.length}`),
    });
  expect(await callsOf(account, 'access-entries')).toEqual({
    'eks:DescribeAccessEntry': 3,
    'eks:ListAccessEntries': 1,
    'eks:ListAssociatedAccessPolicies': 3,
  });
  const [page] = await pagesOf(account, 'access-entries');
  for (const { key, told } of page?.reads ?? []) {
    const read = await account.reads.read(key);
    expect(read).toMatchObject({ outcome: 'read', told });
  }
});

test('an access entry that goes away between the list and the read is gone', async () => {
  const account = await withCluster();
  await account.eks.createAccessEntry({ clusterName: 'prod', principalArn: roleArn('team/app') });
  const gone = { kind: 'error', status: 404, code: 'ResourceNotFoundException' } as const;
  account.fake.fault('eks:DescribeAccessEntry', gone);
  expect(await pagesOf(account, 'access-entries')).toMatchObject([
    { changes: [{ op: 'delete' }], unread: [] },
  ]);
});

test("the region's defaults are one call, and what denies it is the outcome", async () => {
  const account = await testAccount();
  expect(await callsOf(account, 'account-defaults')).toEqual({ 'ec2:GetInstanceMetadataDefaults': 1 });
  account.fake.fault('ec2:GetInstanceMetadataDefaults', {
    kind: 'error',
    status: 403,
    code: 'UnauthorizedOperation',
  });
  const read = await readPage(listing('account-defaults'), { region: REGION }, undefined, account.deps);
  expect(read).toMatchObject({ outcome: 'denied' });
});

test.for(['instances', 'launch-templates', 'launch-template-versions', 'auto-scaling-groups'])(
  'of %s nothing of another region is told',
  async (name) => {
    const account = await withCluster();
    await fillNodes(account, ['09']);
    const read = await readPage(listing(name), { region: 'us-east-1' }, undefined, account.deps);
    expect(read).toMatchObject({ outcome: 'read', keys: [] });
  },
);

test('a listing says that it lists all of a kind only where it does', async () => {
  const account = await withCluster();
  await fillNodes(account, ['00', '01', '08']);
  const { account: all } = account.fake;
  const cluster = all.clusters.get(`${REGION}/prod`)!;
  const there: Partial<Record<Kind, number>> = {
    'ec2-instance': all.instances.size,
    'launch-template': all.templates.size,
    'auto-scaling-group': all.autoScalingGroups.size,
    'ec2-account-defaults': 1,
    'eks-nodegroup': cluster.nodegroups.size,
    'eks-addon': cluster.addons.size,
    'eks-fargate-profile': cluster.fargateProfiles.size,
    'eks-capability': cluster.capabilities.size,
  };
  const listed = LISTINGS.filter(({ kinds }) => kinds.some((kind) => kind in there));
  expect(listed.flatMap(({ kinds }) => kinds).sort()).toEqual(Object.keys(there).sort());
  for (const { name, kinds } of listed) {
    const changes = (await pagesOf(account, name)).flatMap((page) => page.changes);
    for (const kind of kinds)
      expect([name, changes.filter((change) => change.kind === kind).length]).toEqual([name, there[kind]]);
  }
  expect(listing('launch-template-versions').kinds).toEqual([]);
});
