import type { Kind, PutChange } from '@podguard/core';
import {
  createLiveReads,
  LISTINGS,
  type LiveReads,
  READERS,
  type ReadDeps,
  readPage,
} from '@podguard/inventory';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AwsFake, startAwsFake } from '../support/aws-fake/aws-fake.ts';
import { changingClients, readingClients } from '../support/aws-fake/sdk.ts';
import { type MiniStack, startMiniStack } from '../support/ministack/start.ts';
import { ACCOUNT, ADMIN, PODS_TRUST, REGION, roleArn } from './account.ts';

type Clients = ReturnType<typeof changingClients>;

interface Backend {
  readonly clients: Clients;
  readonly reads: LiveReads;
  readonly deps: ReadDeps;
}

let stack: MiniStack;
let fake: AwsFake;
const backends: Backend[] = [];

beforeAll(async () => {
  [stack, fake] = await Promise.all([startMiniStack(), startAwsFake({ account: ACCOUNT })]);
  const { credentials } = stack.clientOptions();
  for (const url of [stack.url, fake.url]) {
    const deps: ReadDeps = {
      readers: READERS,
      clients: readingClients(url, { credentials }),
      account: ACCOUNT,
      regions: [REGION],
      by: { principal: 'podguard', type: 'service' },
      now: () => new Date(),
      timeoutMs: 10_000,
      recorded: async () => undefined,
    };
    const reads = createLiveReads(deps);
    backends.push({ clients: changingClients(url, REGION, credentials), reads, deps });
  }
}, 180_000);
afterAll(async () => {
  await Promise.all([stack?.stop(), fake?.close()]);
});

const EKS = `arn:aws:eks:${REGION}:${ACCOUNT}`;
const EC2 = `arn:aws:ec2:${REGION}:${ACCOUNT}`;

async function template({ ec2 }: Clients, LaunchTemplateName: string): Promise<string> {
  const LaunchTemplateData = {
    MetadataOptions: { HttpTokens: 'optional', HttpPutResponseHopLimit: 2 },
    IamInstanceProfile: { Name: 'nodes' },
  } as const;
  const made = await ec2.createLaunchTemplate({ LaunchTemplateName, LaunchTemplateData });
  const LaunchTemplateId = made.LaunchTemplate?.LaunchTemplateId ?? '';
  const MetadataOptions = { HttpTokens: 'required', HttpEndpoint: 'enabled' } as const;
  const SourceVersion = '1';
  await ec2.createLaunchTemplateVersion({
    ...{ LaunchTemplateId, SourceVersion },
    LaunchTemplateData: { MetadataOptions },
  });
  await ec2.createLaunchTemplateVersion({ LaunchTemplateId, LaunchTemplateData: { MetadataOptions } });
  return LaunchTemplateId;
}

/** Made up by whoever answers. */
const OWN_BY_KIND: Partial<Record<Kind, readonly string[]>> = {
  'eks-nodegroup': ['arn'],
  'eks-addon': ['arn'],
  'launch-template': ['templateId'],
  'launch-template-version': ['templateId'],
  'auto-scaling-group': ['templateId', 'templateName'],
};
const OWN = ['roleId', 'userId', 'keyId', 'createdAt', 'readAt', 'issuer'];

/** What each makes and reads back; the key, or what of it the call gave. */
const CASES: Readonly<Record<string, (clients: Clients) => Promise<string>>> = {
  async role({ iam }) {
    await iam.createRole({
      RoleName: 'app',
      Path: '/team/',
      AssumeRolePolicyDocument: JSON.stringify(JSON.parse(PODS_TRUST), null, 2),
      PermissionsBoundary: ADMIN,
      Tags: [{ Key: 'Team', Value: 'shop' }],
    });
    const PolicyDocument =
      '{"Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "a+b %20 \'ä\'"}}';
    await iam.putRolePolicy({ RoleName: 'app', PolicyName: 'read', PolicyDocument });
    await iam.attachRolePolicy({ RoleName: 'app', PolicyArn: ADMIN });
    return roleArn('app');
  },
  async 'role that has nothing'({ iam }) {
    await iam.createRole({ RoleName: 'bare', AssumeRolePolicyDocument: PODS_TRUST });
    return roleArn('bare');
  },
  async policy({ iam }) {
    const document = (Action: string) =>
      JSON.stringify({ Statement: { Effect: 'Allow', Action, Resource: '*' } });
    await iam.createPolicy({ PolicyName: 'own', Path: '/team/', PolicyDocument: document('s3:*') });
    const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/team/own`;
    await iam.createPolicyVersion({ PolicyArn, PolicyDocument: document('s3:Get*'), SetAsDefault: true });
    return `arn:aws:iam::${ACCOUNT}:policy/own`;
  },
  async 'instance profile'({ iam }) {
    await iam.createRole({ RoleName: 'node', AssumeRolePolicyDocument: PODS_TRUST });
    await iam.createInstanceProfile({ InstanceProfileName: 'nodes', Path: '/eks/' });
    await iam.addRoleToInstanceProfile({ InstanceProfileName: 'nodes', RoleName: 'node' });
    return `arn:aws:iam::${ACCOUNT}:instance-profile/nodes`;
  },
  async 'OIDC provider'({ iam }) {
    const { OpenIDConnectProviderArn } = await iam.createOpenIDConnectProvider({
      Url: 'https://oidc.eks.eu-central-1.amazonaws.com/id/ABCDEF',
      ClientIDList: ['sts.amazonaws.com'],
      ThumbprintList: ['9E99A48A9960B14926BB7F3B02E22DA2B0AB7280'],
    });
    return OpenIDConnectProviderArn ?? '';
  },
  async cluster({ eks }) {
    await eks.createCluster({
      name: 'prod',
      roleArn: roleArn('cluster'),
      resourcesVpcConfig: {},
      accessConfig: { authenticationMode: 'API' },
      logging: { clusterLogging: [{ types: ['audit'], enabled: true }] },
      tags: { team: 'shop' },
    });
    return `${EKS}:cluster/prod`;
  },
  async 'access entry'({ eks }) {
    await eks.createCluster({ name: 'test', roleArn: roleArn('cluster'), resourcesVpcConfig: {} });
    const entry = { clusterName: 'test', principalArn: roleArn('team/app') };
    await eks.createAccessEntry({ ...entry, kubernetesGroups: ['viewers'], username: 'app' });
    const policyArn = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy';
    const accessScope = { type: 'namespace' as const, namespaces: ['shop', 'billing'] };
    await eks.associateAccessPolicy({ ...entry, policyArn, accessScope });
    return `${EKS}:access-entry/test/${roleArn('app')}`;
  },
  async 'node group'({ eks }) {
    await eks.createCluster({ name: 'nodes', roleArn: roleArn('cluster'), resourcesVpcConfig: {} });
    const nodegroup = { clusterName: 'nodes', nodegroupName: 'workers', subnets: [] };
    await eks.createNodegroup({ ...nodegroup, nodeRole: roleArn('eks/node') });
    return `${EKS}:nodegroup/nodes/workers`;
  },
  async 'add-on'({ eks }) {
    await eks.createCluster({ name: 'addons', roleArn: roleArn('cluster'), resourcesVpcConfig: {} });
    const addon = { clusterName: 'addons', addonName: 'eks-pod-identity-agent' };
    await eks.createAddon({ ...addon, serviceAccountRoleArn: roleArn('agent') });
    return `${EKS}:addon/addons/eks-pod-identity-agent`;
  },
  async 'add-on without a role'({ eks }) {
    await eks.createCluster({ name: 'bare', roleArn: roleArn('cluster'), resourcesVpcConfig: {} });
    await eks.createAddon({ clusterName: 'bare', addonName: 'coredns' });
    return `${EKS}:addon/bare/coredns`;
  },
  'launch template': async (clients) => `${EC2}:launch-template/${await template(clients, 'one')}`,
  'launch template version': async (clients) => `${EC2}:launch-template/${await template(clients, 'two')}/2`,
  async 'launch template version that sets nothing'({ ec2 }) {
    const asked = { LaunchTemplateName: 'none', LaunchTemplateData: { InstanceType: 'm7g.large' } as const };
    const { LaunchTemplate } = await ec2.createLaunchTemplate(asked);
    return `${EC2}:launch-template/${LaunchTemplate?.LaunchTemplateId}/1`;
  },
  async 'Auto Scaling group'(clients) {
    const LaunchTemplateId = await template(clients, 'group');
    await clients.autoscaling.createAutoScalingGroup({
      AutoScalingGroupName: 'nodes',
      MinSize: 0,
      MaxSize: 0,
      AvailabilityZones: [`${REGION}a`],
      LaunchTemplate: { LaunchTemplateId, Version: '2' },
      Tags: [{ Key: 'kubernetes.io/cluster/prod', Value: 'owned' }],
    });
    return `arn:aws:autoscaling:${REGION}:${ACCOUNT}:autoScalingGroup/nodes`;
  },
  async 'access key'({ iam }) {
    await iam.createUser({ UserName: 'ci', Path: '/machines/' });
    const { AccessKey } = await iam.createAccessKey({ UserName: 'ci' });
    return `${ACCOUNT}/${AccessKey?.AccessKeyId}`;
  },
};

async function told({ reads }: Backend, key: string) {
  const read = await reads.read(key);
  if (read.outcome !== 'read') throw new Error(`${read.outcome}: ${read.reason}`);
  const { kind, fields, sets } = read.changes[0] as PutChange;
  const own = [...OWN, ...(OWN_BY_KIND[kind] ?? [])];
  // MiniStack keeps no uses of roles.
  const kept = Object.entries(fields).filter(([name]) => kind !== 'iam-role' || name !== 'lastUsedAt');
  return {
    fields: kept.map(([name, value]) => [name, own.includes(name) ? Object.keys(value) : value]),
    sets,
  };
}

test.for(Object.entries(CASES))('of %s MiniStack tells the readers what the fake does', async ([, make]) => {
  const answers = await Promise.all(backends.map(async (one) => told(one, await make(one.clients))));
  expect(answers[0]).toEqual(answers[1]);
});

test.for([
  ['nodegroups', 'nodes', ['eks-nodegroup']],
  ['addons', 'addons', ['eks-addon']],
  ['launch-templates', undefined, ['launch-template']],
  ['auto-scaling-groups', undefined, ['auto-scaling-group', 'launch-template-version']],
] as const)(
  'MiniStack lists %s as the fake does, and what they point at',
  async ([name, cluster, kinds], { expect }) => {
    const listing = LISTINGS.find((one) => one.name === name)!;
    const place = {
      region: REGION,
      ...(cluster === undefined ? {} : { cluster: `${EKS}:cluster/${cluster}` }),
    };
    const pages = await Promise.all(backends.map(({ deps }) => readPage(listing, place, undefined, deps)));
    const listed = pages.map((page) => page.outcome === 'read' && page.changes.map(({ kind }) => kind));
    expect(listed[0]).toEqual(listed[1]);
    expect([...new Set(listed[0] || [])]).toEqual(kinds);
  },
);

test.for([
  roleArn('nobody'),
  `arn:aws:iam::${ACCOUNT}:policy/nothing`,
  `arn:aws:iam::${ACCOUNT}:instance-profile/nothing`,
  `arn:aws:iam::${ACCOUNT}:oidc-provider/nobody.example.com`,
  `arn:aws:iam::${ACCOUNT}:user/nobody`,
  `${EKS}:cluster/nothing`,
  `${EKS}:access-entry/nothing/${roleArn('nobody')}`,
  `${EKS}:nodegroup/nothing/nothing`,
  `arn:aws:autoscaling:${REGION}:${ACCOUNT}:autoScalingGroup/nothing`,
  `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/i-00000000000000000`,
])('of %s MiniStack, too, says that there is none', async (key) => {
  for (const { reads } of backends)
    expect(await reads.read(key)).toMatchObject({ outcome: 'read', changes: [{ op: 'delete' }] });
});

test('of an instance it tells no metadata options: they stay unknown, and its tags are read', async () => {
  const [{ clients, reads }] = backends as [Backend];
  const { Instances } = await clients.ec2.runInstances({
    ImageId: 'ami-00000000',
    MinCount: 1,
    MaxCount: 1,
    MetadataOptions: { HttpTokens: 'required' },
    TagSpecifications: [
      { ResourceType: 'instance', Tags: [{ Key: 'kubernetes.io/cluster/prod', Value: 'owned' }] },
    ],
  });
  const read = await reads.read(`arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${Instances?.[0]?.InstanceId}`);
  const fields = { httpTokens: { unknown: true }, hopLimit: { unknown: true } };
  const sets = { tags: { 'kubernetes.io/cluster/prod': 'owned' } };
  expect(read).toMatchObject({ outcome: 'read', changes: [{ op: 'put', fields, sets }] });
});
