import { expect, test } from 'vitest';
import type { Stored } from '../support/aws-fake/account.ts';
import { ACCOUNT, REGION, roleArn, stateOf, type TestAccount, testAccount } from './account.ts';
import { NODE_CASES, template } from './node-cases.ts';

const EKS = `arn:aws:eks:${REGION}:${ACCOUNT}`;
const EC2 = `arn:aws:ec2:${REGION}:${ACCOUNT}`;
const NO_TEMPLATE = { templateId: null, templateName: null, templateVersion: null };
const prod = { clusterName: 'prod' };

async function withCluster(): Promise<TestAccount> {
  const account = await testAccount();
  await account.eks.createCluster({ name: 'prod', roleArn: roleArn('c'), resourcesVpcConfig: {} });
  return account;
}

interface Bare {
  readonly what: string;
  readonly make: (account: TestAccount) => Promise<string>;
  readonly state: Readonly<Record<string, unknown>>;
}

const BARE: readonly Bare[] = [
  {
    what: 'a node group without a launch template of its own',
    async make({ eks }) {
      await eks.createNodegroup({ ...prod, nodegroupName: 'n', nodeRole: roleArn('node'), subnets: [] });
      return `${EKS}:nodegroup/prod/n`;
    },
    state: { nodeRole: roleArn('node'), ...NO_TEMPLATE },
  },
  {
    what: 'an add-on without a role',
    async make({ eks }) {
      await eks.createAddon({ ...prod, addonName: 'vpc-cni' });
      return `${EKS}:addon/prod/vpc-cni`;
    },
    state: { serviceAccountRoleArn: null },
  },
  {
    what: 'a version that sets nothing',
    async make({ ec2 }) {
      const made = await ec2.createLaunchTemplate({ LaunchTemplateName: 'n', LaunchTemplateData: {} });
      return `${EC2}:launch-template/${made.LaunchTemplate?.LaunchTemplateId}/1`;
    },
    state: { version: 1, httpTokens: null, httpEndpoint: null, hopLimit: null, profile: null },
  },
  {
    what: 'an Auto Scaling group with a launch configuration',
    async make({ autoscaling }) {
      const group = { AutoScalingGroupName: 'g', MinSize: 0, MaxSize: 1 };
      await autoscaling.createAutoScalingGroup({ ...group, LaunchConfigurationName: 'old' });
      return `arn:aws:autoscaling:${REGION}:${ACCOUNT}:autoScalingGroup/g`;
    },
    state: { name: 'g', ...NO_TEMPLATE },
  },
];

test.for(BARE)('of $what a read says what its event says', async ({ make, state }) => {
  const account = await withCluster();
  const key = await make(account);
  await account.deliverRecords();
  const { status: _, ...byEvents } = (await stateOf(account, key)).state;
  account.wait(120);
  await account.readInto(key);
  const { state: byRead, sets } = await stateOf(account, key);
  expect(byRead).toMatchObject(state);
  expect(byRead).toMatchObject(byEvents);
  expect(sets.every(({ members, complete }) => complete && members.length === 0)).toBe(true);
});

test('of defaults that nobody set a read says that they leave it to the AMI', async () => {
  const account = await testAccount();
  await account.readInto(`${ACCOUNT}/${REGION}`);
  expect((await stateOf(account, `${ACCOUNT}/${REGION}`)).state).toEqual({
    httpTokens: 'no-preference',
    httpEndpoint: 'no-preference',
    hopLimit: -1,
    metadataTags: 'no-preference',
    tokensEnforced: 'no-preference',
  });
});

test('an empty answer about defaults is one, too', async () => {
  const account = await testAccount();
  const body = '<GetInstanceMetadataDefaultsResponse><accountLevel/></GetInstanceMetadataDefaultsResponse>';
  account.fake.fault('ec2:GetInstanceMetadataDefaults', { kind: 'garbage', body });
  await account.readInto(`${ACCOUNT}/${REGION}`);
  expect((await stateOf(account, `${ACCOUNT}/${REGION}`)).state).toMatchObject({ hopLimit: -1 });
});

const DELETIONS: Readonly<Record<string, (account: TestAccount) => Promise<unknown>>> = {
  addon: ({ eks }) => eks.deleteAddon({ ...prod, addonName: 'eks-pod-identity-agent' }),
  nodegroup: ({ eks }) => eks.deleteNodegroup({ ...prod, nodegroupName: 'workers' }),
  'fargate-profile': ({ eks }) => eks.deleteFargateProfile({ ...prod, fargateProfileName: 'batch' }),
  capability: ({ eks }) => eks.deleteCapability({ ...prod, capabilityName: 'controllers' }),
};

test.for(Object.entries(DELETIONS))(
  'while EKS deletes it, and after, %s is gone, as its event says',
  async ([reader, remove]) => {
    const account = await testAccount();
    const key = (await NODE_CASES.find((one) => one.reader === reader)?.make(account)) ?? '';
    await account.deliverRecords();
    account.wait(120);
    await account.readInto(key);
    account.wait(120);
    await remove(account);
    await account.deliverRecords();
    expect(await account.item(key)).toMatchObject({ present: false });
    for (const seconds of [120, 600]) {
      account.wait(seconds);
      expect(await account.readInto(key)).toBe('0 news');
    }
    expect(account.fake.calls.filter((call) => call.startsWith('eks:Describe'))).toHaveLength(3);
  },
);

test.for(Object.entries(DELETIONS))(
  'while EKS deletes it %s is gone, where no event told so',
  async ([reader, remove]) => {
    const account = await testAccount();
    const key = (await NODE_CASES.find((one) => one.reader === reader)?.make(account)) ?? '';
    await account.deliverRecords();
    account.wait(120);
    await remove(account);
    account.wait(120);
    expect(await account.readInto(key)).toBe('1 news');
    expect(await account.item(key)).toMatchObject({ present: false });
  },
);

test('an Auto Scaling group that is being deleted is gone', async () => {
  const account = await testAccount();
  const key = (await NODE_CASES.find(({ reader }) => reader === 'auto-scaling-group')?.make(account)) ?? '';
  await account.deliverRecords();
  account.fake.account.autoScalingGroups.get(`${REGION}/nodes/blue`)!.Status = 'Delete in progress';
  account.wait(120);
  await account.readInto(key);
  expect(await account.item(key)).toMatchObject({ present: false });
});

test('an add-on whose software stays in the cluster is there still, though EKS tells of it no more', async () => {
  const account = await withCluster();
  const key = `${EKS}:addon/prod/eks-pod-identity-agent`;
  await account.eks.createAddon({ ...prod, addonName: 'eks-pod-identity-agent' });
  await account.deliverRecords();
  account.wait(120);
  await account.readInto(key);
  await account.eks.deleteAddon({ ...prod, addonName: 'eks-pod-identity-agent', preserve: true });
  await account.deliverRecords();
  for (const seconds of [30, 120, 600]) {
    account.wait(seconds);
    expect(await account.readInto(key)).toBe('0 news');
  }
  expect(await stateOf(account, key)).toMatchObject({ present: true, state: { status: undefined } });
});

test('that an add-on is not there, of which nothing was known, is not recorded', async () => {
  const account = await withCluster();
  const key = `${EKS}:addon/prod/eks-pod-identity-agent`;
  const read = await account.reads.read(key);
  expect(read).toMatchObject({ outcome: 'read', told: [{ op: 'delete' }], changes: [] });
});

test('how an add-on does is read, whatever its event said at first', async () => {
  const account = await withCluster();
  const key = `${EKS}:addon/prod/eks-pod-identity-agent`;
  await account.eks.createAddon({ ...prod, addonName: 'eks-pod-identity-agent' });
  await account.deliverRecords();
  expect((await stateOf(account, key)).state.status).toBe('CREATING');
  account.fake.account.clusters.get(`${REGION}/prod`)!.addons.get('eks-pod-identity-agent')!.status =
    'CREATE_FAILED';
  account.wait(120);
  await account.readInto(key);
  expect((await stateOf(account, key)).state.status).toBe('CREATE_FAILED');
});

test('of a launch template that is there a version may not be', async () => {
  const account = await testAccount();
  const key = `${EC2}:launch-template/${await template(account)}/9`;
  expect(await account.reads.read(key)).toMatchObject({ outcome: 'read', changes: [{ op: 'delete' }] });
});

test('a node group whose version is told by no number has one that is not known', async () => {
  const account = await withCluster();
  const key =
    (await NODE_CASES.find(({ reader }) => reader === 'nodegroup')?.make(await testAccount())) ?? '';
  const launchTemplate = { id: 'lt-1', name: 'nodes', version: '$Latest' };
  account.fake.account.clusters
    .get(`${REGION}/prod`)!
    .nodegroups.set('workers', { nodegroupName: 'workers', nodeRole: roleArn('node'), launchTemplate });
  await account.readInto(key);
  const { state } = await stateOf(account, key);
  expect([state.templateId, state.templateVersion]).toEqual(['lt-1', undefined]);
});

test('selectors that cannot be read are not known, and neither is that there are no others', async () => {
  const account = await withCluster();
  const selectors = [{ namespace: 'shop' }, { labels: { app: 'a' } }];
  account.fake.account.clusters
    .get(`${REGION}/prod`)!
    .fargateProfiles.set('batch', { fargateProfileName: 'batch', selectors });
  await account.readInto(`${EKS}:fargateprofile/prod/batch`);
  const { sets } = await stateOf(account, `${EKS}:fargateprofile/prod/batch`);
  expect(sets).toEqual([{ name: 'selectors', members: [], complete: false }]);
});

const UPDATES: Readonly<Record<string, readonly [field: string, change: (stored: Stored) => void]>> = {
  addon: ['serviceAccountRoleArn', (stored) => (stored.serviceAccountRoleArn = roleArn('before'))],
  capability: ['roleArn', (stored) => (stored.roleArn = roleArn('before'))],
  nodegroup: ['templateVersion', ({ launchTemplate }) => ((launchTemplate as Stored).version = '1')],
};

test.for(Object.entries(UPDATES))(
  'while EKS updates it, %s stays as its event said, and is read when that is over',
  async ([reader, [field, change]]) => {
    const account = await testAccount();
    const key = (await NODE_CASES.find((one) => one.reader === reader)?.make(account)) ?? '';
    await account.deliverRecords();
    account.wait(120);
    await account.readInto(key);
    const { [field]: updated } = (await stateOf(account, key)).state;
    const { nodegroups, addons, capabilities } = account.fake.account.clusters.get(`${REGION}/prod`)!;
    const stored = [...nodegroups.values(), ...addons.values(), ...capabilities.values()][0]!;
    change(stored);
    stored.status = 'UPDATING';
    account.wait(120);
    await account.readInto(key);
    expect((await stateOf(account, key)).state[field]).toBe(updated);
    stored.status = 'ACTIVE';
    account.wait(120);
    expect(await account.readInto(key)).toBe('1 news');
    expect((await stateOf(account, key)).state[field]).not.toBe(updated);
  },
);

test('what EKS updates, and no event told of, is not known', async () => {
  const account = await testAccount();
  const key = (await NODE_CASES.find(({ reader }) => reader === 'nodegroup')?.make(account)) ?? '';
  account.fake.account.clusters.get(`${REGION}/prod`)!.nodegroups.get('workers')!.status = 'UPDATING';
  await account.readInto(key);
  const { state } = await stateOf(account, key);
  expect([typeof state.templateId, state.templateVersion]).toEqual(['string', undefined]);
});

test('while EKS updates a cluster, its logs stay as the event said', async () => {
  const account = await withCluster();
  const key = `${EKS}:cluster/prod`;
  await account.deliverRecords();
  account.wait(120);
  await account.readInto(key);
  const { told } = account.fake.account.clusters.get(`${REGION}/prod`)!;
  const before = told.logging;
  await account.eks.updateClusterConfig({
    name: 'prod',
    logging: { clusterLogging: [{ types: ['audit', 'authenticator'], enabled: true }] },
  });
  await account.deliverRecords();
  Object.assign(told, { logging: before, status: 'UPDATING' });
  account.wait(120);
  expect(await account.readInto(key)).toBe('0 news');
  expect((await stateOf(account, key)).state).toMatchObject({ auditLog: true, authenticatorLog: true });
  told.status = 'ACTIVE';
  await account.readInto(key);
  expect((await stateOf(account, key)).state).toMatchObject({ auditLog: false, authenticatorLog: false });
});
