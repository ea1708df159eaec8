import type { JsonObject } from '@podguard/core';
import { type Call, DAY } from './call.ts';
import {
  ACCOUNT,
  autoscaling,
  type Caller,
  ec2,
  eks,
  HOME,
  ines,
  jonas,
  maren,
  node,
  nodegroups,
  pipeline,
  pods,
} from './people.ts';
import type { Random } from './random.ts';

type Template = Omit<Call, 'at'>;

const read = (by: Caller, source: string, name: string, request: JsonObject | null = null): Template => ({
  by,
  source,
  name,
  request,
  readOnly: true,
});

const READS: readonly Template[] = [
  read(autoscaling, 'ec2', 'DescribeInstances', { maxResults: 1000, instancesSet: {}, filterSet: {} }),
  read(autoscaling, 'ec2', 'DescribeInstanceStatus', {
    instancesSet: { items: [{ instanceId: 'i-0a1c55e07b3d9f201' }] },
    includeAllInstances: true,
  }),
  read(nodegroups, 'autoscaling', 'DescribeAutoScalingGroups', {
    autoScalingGroupNames: ['eks-general-7ac81f30'],
  }),
  read(nodegroups, 'ec2', 'DescribeLaunchTemplateVersions', {
    DescribeLaunchTemplateVersionsRequest: {
      LaunchTemplateId: 'lt-0b7e4d92c1a6f3850',
      LaunchTemplateVersion: { content: 4, tag: 1 },
    },
  }),
  read(node, 'ec2', 'DescribeNetworkInterfaces', {
    networkInterfaceIdSet: {},
    filterSet: { items: [{ name: 'tag:node.k8s.amazonaws.com/createdAt', valueSet: {} }] },
  }),
  read(node, 'eks', 'DescribeCluster', { name: 'parcels-prod' }),
  read(node, 'ecr', 'GetAuthorizationToken'),
  read(node, 'ecr', 'BatchGetImage', {
    repositoryName: 'checkout-api',
    imageIds: [{ imageTag: '2026.3.11' }],
    registryId: ACCOUNT,
  }),
  read(node, 'eks-auth', 'AssumeRoleForPodIdentity', {
    clusterName: 'parcels-prod',
    token: 'HIDDEN_DUE_TO_SECURITY_REASONS',
  }),
  read(ines, 'eks', 'ListClusters', { maxResults: 100 }),
  read(ines, 'eks', 'ListPodIdentityAssociations', { name: 'parcels-prod' }),
  read(ines, 'iam', 'GetRole', { roleName: 'checkout-api' }),
  read(ines, 'iam', 'ListAttachedRolePolicies', { roleName: 'checkout-api' }),
  read(ines, 'cloudtrail', 'LookupEvents', { maxResults: 50 }),
  read(jonas, 'sts', 'GetCallerIdentity'),
  read(jonas, 'iam', 'ListRoles', { maxItems: 100 }),
  read(jonas, 'ec2', 'DescribeVpcs', { vpcSet: {}, filterSet: {} }),
  read(jonas, 'logs', 'DescribeLogGroups', { logGroupNamePrefix: '/aws/eks/parcels-prod' }),
  read(maren, 'iam', 'GetAccountSummary'),
  read(maren, 'iam', 'ListAccessKeys', { userName: 'svc-archive' }),
  read(maren, 'eks', 'DescribePodIdentityAssociation', {
    name: 'parcels-prod',
    associationId: 'a-checkout0000000001',
  }),
  read(pipeline, 'sts', 'GetCallerIdentity'),
  read(pipeline, 'iam', 'GetRole', { roleName: 'tracking-events' }),
  read(pipeline, 'iam', 'ListRolePolicies', { roleName: 'tracking-events' }),
  read(pipeline, 'iam', 'GetOpenIDConnectProvider', {
    openIDConnectProviderArn: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
  }),
  read(pipeline, 'ec2', 'DescribeSubnets', { subnetSet: {}, filterSet: {} }),
  read(pipeline, 's3', 'GetBucketLocation', {
    bucketName: 'nordlicht-terraform-state',
    location: '',
    Host: 'nordlicht-terraform-state.s3.eu-central-1.amazonaws.com',
  }),
];

/** Whole sessions of their own: role, who takes it, under which name. */
function sessions(random: Random): Template {
  const [by, role, session, tags] = random.pick<readonly [Caller, string, string, JsonObject]>([
    [
      pods,
      '/app/checkout-api',
      `eks-parcels-pr-checkout-${random.uuid()}`,
      { tags: podTags('checkout', 'checkout-api', random) },
    ],
    [
      pods,
      '/notifier-v1',
      `eks-parcels-pr-notifier-${random.uuid()}`,
      { tags: podTags('notify', 'notifier', random) },
    ],
    [ec2, '/parcels-prod-node', 'i-0a1c55e07b3d9f201', {}],
    [eks, '/eks-cluster', 'aws-go-sdk-1773293580', {}],
  ]);
  const roleArn = `arn:aws:iam::${ACCOUNT}:role${role}`;
  const name = role.slice(role.lastIndexOf('/') + 1);
  const response = {
    credentials: {
      accessKeyId: 'ASIASESSION1EXAMPLE',
      sessionToken: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      expiration: 'Mar 12, 2026, 11:59:59 PM',
    },
    assumedRoleUser: {
      assumedRoleId: `AROASESSION1EXAMPLE:${session}`,
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/${session}`,
    },
  };
  const more = {
    resources: [{ accountId: ACCOUNT, type: 'AWS::IAM::Role', ARN: roleArn }],
    sharedEventID: random.uuid(),
  };
  return {
    by,
    source: 'sts',
    name: 'AssumeRole',
    request: { roleArn, roleSessionName: session, durationSeconds: 21_600, ...tags },
    response,
    readOnly: true,
    more,
  };
}

function podTags(namespace: string, serviceAccount: string, random: Random): readonly JsonObject[] {
  return Object.entries({
    'eks-cluster-arn': `arn:aws:eks:${HOME}:${ACCOUNT}:cluster/parcels-prod`,
    'eks-cluster-name': 'parcels-prod',
    'kubernetes-namespace': namespace,
    'kubernetes-service-account': serviceAccount,
    'kubernetes-pod-name': `${serviceAccount}-${random.hex(5)}`,
    'kubernetes-pod-uid': random.uuid(),
  }).map(([key, value]) => ({ key, value }));
}

/** Names that wanted events share with other services, and records that are no API calls. */
function nearMisses(): readonly Call[] {
  const login = {
    eventType: 'AwsConsoleSignIn',
    additionalEventData: { MFAUsed: 'Yes', MobileVersion: 'No' },
  };
  const signIn = {
    source: 'signin',
    name: 'ConsoleLogin',
    request: null,
    response: { ConsoleLogin: 'Success' },
    more: login,
  };
  const rotated = {
    eventType: 'AwsServiceEvent',
    serviceEventDetails: { keyId: 'b3c1f1de-7a80-4c15-9d3e-52a0c7e4f611' },
  };
  return [
    { at: '06:02:11', by: maren, ...signIn },
    { at: '08:31:40', by: ines, ...signIn },
    {
      at: '07:12:50',
      by: pipeline,
      source: 'ecs',
      name: 'CreateCluster',
      request: { clusterName: 'parcels-batch' },
      response: { cluster: { clusterName: 'parcels-batch', status: 'ACTIVE' } },
    },
    {
      at: '09:52:13',
      by: maren,
      source: 'redshift',
      name: 'CreateCluster',
      request: { clusterIdentifier: 'parcels-dwh', nodeType: 'ra3.large', masterUserPassword: '****' },
      response: { clusterIdentifier: 'parcels-dwh' },
    },
    {
      at: '10:58:03',
      by: maren,
      source: 'transfer',
      name: 'CreateUser',
      request: {
        serverId: 's-01234567890abcdef',
        userName: 'carrier-upload',
        role: `arn:aws:iam::${ACCOUNT}:role/transfer-upload`,
      },
      response: { serverId: 's-01234567890abcdef', userName: 'carrier-upload' },
    },
    {
      at: '11:20:37',
      by: maren,
      source: 'sso-directory',
      name: 'CreateUser',
      request: { identityStoreId: 'd-99670b1c2d', userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      response: null,
    },
    {
      at: '12:00:00',
      by: {
        identity: { accountId: ACCOUNT, invokedBy: 'kms.amazonaws.com' },
        ip: 'kms.amazonaws.com',
        agent: 'kms.amazonaws.com',
      },
      source: 'kms',
      name: 'RotateKey',
      request: null,
      more: rotated,
    },
    {
      at: '14:44:18',
      by: jonas,
      source: 'secretsmanager',
      name: 'GetSecretValue',
      request: null,
      readOnly: true,
      error: { code: 'AccessDenied', message: 'Access to the secret is not allowed' },
    },
  ];
}

/** A morning, a working day and an evening of what nobody needs to see. */
export function noise(random: Random, count: number): readonly Call[] {
  const calls = Array.from({ length: count }, () => {
    const template = random.below(5) === 0 ? sessions(random) : random.pick(READS);
    const at = new Date(Date.parse(`${DAY}T05:50:00Z`) + random.below(13 * 3600) * 1000)
      .toISOString()
      .slice(11, 19);
    return { ...template, at };
  });
  return [...nearMisses(), ...calls];
}
