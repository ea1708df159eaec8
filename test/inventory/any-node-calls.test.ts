import { expect, test } from 'vitest';
import { ACCOUNT, REGION, roleArn } from './account.ts';
import { type Call, readAfterAnyCalls } from './any-calls.ts';

const EKS = `arn:aws:eks:${REGION}:${ACCOUNT}`;
const EC2 = `arn:aws:ec2:${REGION}:${ACCOUNT}`;
/** The fake numbers what it makes: the cluster is the first, this the second. */
const TEMPLATE = 'lt-00000000000000002';
const prod = { clusterName: 'prod' };
const group = { AutoScalingGroupName: 'nodes' };
const nodegroup = { ...prod, nodegroupName: 'workers' };
const profile = { ...prod, fargateProfileName: 'batch' };
const capability = { ...prod, capabilityName: 'ack' };
const TOKENS = ['optional', 'required', undefined, 'optional'] as const;
const DEFAULT_TOKENS = ['optional', 'required', 'no-preference', undefined] as const;
const VERSIONS = ['$Latest', '$Default', '1', undefined] as const;

function data(pick: number) {
  const arn = `arn:aws:iam::${ACCOUNT}:instance-profile/eks/nodes`;
  return {
    ...(pick === 3
      ? {}
      : { MetadataOptions: { HttpTokens: TOKENS[pick], HttpPutResponseHopLimit: pick + 1 } }),
    ...(pick === 0 ? {} : { IamInstanceProfile: pick > 1 ? { Arn: arn } : { Name: 'nodes' } }),
  };
}

const template = { LaunchTemplateName: 'nodes', LaunchTemplateData: data(1) };

const CALLS: Readonly<Record<string, Call>> = {
  newVersion: async (account, pick) =>
    account.ec2.createLaunchTemplateVersion({
      LaunchTemplateId: TEMPLATE,
      LaunchTemplateData: data(pick),
      ...(pick > 1 ? { SourceVersion: '$Default' } : {}),
    }),
  setDefault: async (account, pick) => {
    const LaunchTemplateId = TEMPLATE;
    const known = account.fake.account.templates.get(`${REGION}/${TEMPLATE}`)?.versions.has(pick);
    return known === true
      ? account.ec2.modifyLaunchTemplate({ LaunchTemplateId, DefaultVersion: String(pick) })
      : undefined;
  },
  createGroup: async (account, pick) => {
    const LaunchTemplateId = TEMPLATE;
    const Tags = pick > 1 ? [{ Key: 'kubernetes.io/cluster/prod', Value: 'owned' }] : [];
    const LaunchTemplate = { LaunchTemplateId, Version: VERSIONS[pick] };
    const asked = { ...group, MinSize: 0, MaxSize: 1, Tags, LaunchTemplate };
    return account.autoscaling.createAutoScalingGroup(asked);
  },
  updateGroup: async (account, pick) => {
    if (pick === 0)
      return account.autoscaling.updateAutoScalingGroup({ ...group, LaunchConfigurationName: 'old' });
    const LaunchTemplateSpecification = {
      LaunchTemplateId: TEMPLATE,
      Version: VERSIONS[pick],
    };
    const MixedInstancesPolicy = { LaunchTemplate: { LaunchTemplateSpecification } };
    return account.autoscaling.updateAutoScalingGroup({ ...group, MixedInstancesPolicy });
  },
  deleteGroup: ({ autoscaling }) => autoscaling.deleteAutoScalingGroup(group),
  tagGroup: ({ autoscaling }, pick) =>
    autoscaling.createOrUpdateTags({
      Tags: [{ ResourceId: 'nodes', Key: `k-${pick % 2}`, Value: `${pick}` }],
    }),
  untagGroup: ({ autoscaling }, pick) =>
    autoscaling.deleteTags({ Tags: [{ ResourceId: 'nodes', Key: `k-${pick % 2}` }] }),
  setDefaults: ({ ec2 }, pick) =>
    ec2.modifyInstanceMetadataDefaults({
      HttpTokens: DEFAULT_TOKENS[pick],
      ...(pick % 2 === 0 ? {} : { HttpPutResponseHopLimit: pick === 3 ? -1 : pick }),
      ...(pick < 2 ? { HttpEndpoint: 'enabled', InstanceMetadataTags: 'disabled' } : {}),
      ...(pick === 2 ? { HttpTokensEnforced: 'enabled' } : {}),
    }),
  createNodegroup: async (account, pick) => {
    const id = TEMPLATE;
    const launchTemplate = pick === 0 ? undefined : { id, ...(pick > 1 ? { version: '1' } : {}) };
    return account.eks.createNodegroup({
      ...nodegroup,
      nodeRole: roleArn('eks/n'),
      subnets: [],
      launchTemplate,
    });
  },
  updateNodegroup: async (account, pick) => {
    const launchTemplate = pick > 1 ? { id: TEMPLATE, version: '1' } : undefined;
    return account.eks.updateNodegroupVersion({ ...nodegroup, launchTemplate });
  },
  deleteNodegroup: ({ eks }) => eks.deleteNodegroup(nodegroup),
  createProfile: ({ eks }, pick) =>
    eks.createFargateProfile({
      ...profile,
      podExecutionRoleArn: roleArn('fargate'),
      selectors: Array.from({ length: pick }, (_, at) => ({
        namespace: at > 1 ? 'batch' : 'shop',
        ...(pick > 2 ? { labels: { app: String(at) } } : {}),
      })),
    }),
  deleteProfile: ({ eks }) => eks.deleteFargateProfile(profile),
  createCapability: ({ eks }) =>
    eks.createCapability({
      ...capability,
      type: 'ACK',
      roleArn: roleArn('ack'),
      deletePropagationPolicy: 'RETAIN',
    }),
  updateCapability: ({ eks }, pick) => eks.updateCapability({ ...capability, roleArn: roleArn(`r-${pick}`) }),
  deleteCapability: ({ eks }) => eks.deleteCapability(capability),
  // EKS deletes within minutes, and a name can be used again then.
  minutes: async ({ wait }) => wait(400),
};

const KEYS = [
  `${EC2}:launch-template/${TEMPLATE}`,
  ...[1, 2, 3, 4, 5].map((version) => `${EC2}:launch-template/${TEMPLATE}/${version}`),
  `arn:aws:autoscaling:${REGION}:${ACCOUNT}:autoScalingGroup/nodes`,
  `${ACCOUNT}/${REGION}`,
  `${EKS}:nodegroup/prod/workers`,
  `${EKS}:fargateprofile/prod/batch`,
  `${EKS}:capability/prod/ack`,
];

test('whatever was done to what makes nodes, a read tells what the events did, and news only of what these left open', async () => {
  expect(
    await readAfterAnyCalls(CALLS, KEYS, ({ ec2 }) => ec2.createLaunchTemplate(template)),
  ).toBeGreaterThan(50);
}, 120_000);
