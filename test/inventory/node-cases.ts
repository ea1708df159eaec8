import { ACCOUNT, REGION, roleArn, type TestAccount } from './account.ts';
import type { ReaderCase } from './cases.ts';

const EKS = `arn:aws:eks:${REGION}:${ACCOUNT}`;
const EC2 = `arn:aws:ec2:${REGION}:${ACCOUNT}`;
const XML = '<Answer></Answer>';
const prod = { clusterName: 'prod' };

async function cluster({ eks }: TestAccount): Promise<void> {
  await eks.createCluster({ name: 'prod', roleArn: roleArn('cluster'), resourcesVpcConfig: {} });
}

/** One of three versions, of which the second is the default. */
export async function template({ ec2, wait }: TestAccount, LaunchTemplateName = 'nodes'): Promise<string> {
  const { LaunchTemplate } = await ec2.createLaunchTemplate({
    LaunchTemplateName,
    LaunchTemplateData: { MetadataOptions: { HttpTokens: 'optional', HttpPutResponseHopLimit: 2 } },
  });
  const LaunchTemplateId = LaunchTemplate?.LaunchTemplateId ?? '';
  wait(1);
  const arn = `arn:aws:iam::${ACCOUNT}:instance-profile/nodes`;
  await ec2.createLaunchTemplateVersion({
    LaunchTemplateId,
    LaunchTemplateData: {
      MetadataOptions: { HttpTokens: 'required', HttpEndpoint: 'enabled', HttpPutResponseHopLimit: 1 },
      IamInstanceProfile: { Arn: arn },
    },
  });
  wait(1);
  await ec2.createLaunchTemplateVersion({
    LaunchTemplateId,
    SourceVersion: '1',
    LaunchTemplateData: { IamInstanceProfile: { Name: 'nodes' } },
  });
  wait(1);
  await ec2.modifyLaunchTemplate({ LaunchTemplateId, DefaultVersion: '2' });
  return LaunchTemplateId;
}

export const NODE_CASES: readonly ReaderCase[] = [
  {
    reader: 'addon',
    call: 'eks:DescribeAddon',
    garbage: '{}',
    moves: ['status'],
    async make(account) {
      await cluster(account);
      const addonName = 'eks-pod-identity-agent';
      await account.eks.createAddon({ ...prod, addonName, serviceAccountRoleArn: roleArn('team/agent') });
      account.wait(1);
      await account.eks.updateAddon({ ...prod, addonName, serviceAccountRoleArn: roleArn('other') });
      return `${EKS}:addon/prod/${addonName}`;
    },
  },
  {
    reader: 'nodegroup',
    call: 'eks:DescribeNodegroup',
    absent: `${EKS}:nodegroup/prod/nothing`,
    garbage: '{}',
    async make(account) {
      await cluster(account);
      const id = await template(account);
      const nodegroupName = 'workers';
      await account.eks.createNodegroup({
        ...prod,
        nodegroupName,
        nodeRole: roleArn('eks/node'),
        subnets: [],
        launchTemplate: { id, version: '1' },
      });
      account.wait(1);
      await account.eks.updateNodegroupVersion({
        ...prod,
        nodegroupName,
        launchTemplate: { id, version: '3' },
      });
      return `${EKS}:nodegroup/prod/${nodegroupName}`;
    },
  },
  {
    reader: 'fargate-profile',
    call: 'eks:DescribeFargateProfile',
    absent: `${EKS}:fargateprofile/prod/nothing`,
    garbage: '{}',
    async make(account) {
      await cluster(account);
      await account.eks.createFargateProfile({
        ...prod,
        fargateProfileName: 'batch',
        podExecutionRoleArn: roleArn('eks/fargate'),
        selectors: [
          { namespace: 'batch', labels: { tier: 'low', app: 'a' } },
          { namespace: 'batch', labels: { app: 'b' } },
          { namespace: 'all-*' },
        ],
      });
      return `${EKS}:fargateprofile/prod/batch`;
    },
  },
  {
    reader: 'capability',
    call: 'eks:DescribeCapability',
    absent: `${EKS}:capability/prod/nothing`,
    garbage: '{}',
    async make(account) {
      await cluster(account);
      const capabilityName = 'controllers';
      await account.eks.createCapability({
        ...prod,
        capabilityName,
        type: 'ACK',
        roleArn: roleArn('ack'),
        deletePropagationPolicy: 'RETAIN',
      });
      account.wait(1);
      await account.eks.updateCapability({ ...prod, capabilityName, roleArn: roleArn('team/ack') });
      return `${EKS}:capability/prod/${capabilityName}`;
    },
  },
  {
    reader: 'launch-template',
    call: 'ec2:DescribeLaunchTemplates',
    absent: `${EC2}:launch-template/lt-00000000000000000`,
    garbage: XML,
    make: async (account) => `${EC2}:launch-template/${await template(account)}`,
  },
  {
    reader: 'launch-template-version',
    call: 'ec2:DescribeLaunchTemplateVersions',
    absent: `${EC2}:launch-template/lt-00000000000000000/1`,
    garbage: XML,
    make: async (account) => `${EC2}:launch-template/${await template(account)}/2`,
  },
  {
    reader: 'auto-scaling-group',
    call: 'autoscaling:DescribeAutoScalingGroups',
    absent: `arn:aws:autoscaling:${REGION}:${ACCOUNT}:autoScalingGroup/nothing`,
    garbage: XML,
    // A request names the one or the other, and the answer both.
    readOnly: ['templateName'],
    async make(account) {
      const LaunchTemplateId = await template(account);
      const AutoScalingGroupName = 'nodes/blue';
      const sizes = { MinSize: 0, MaxSize: 3 };
      const Tags = [{ Key: 'team', Value: 'shop' }];
      await account.autoscaling.createAutoScalingGroup({
        AutoScalingGroupName,
        ...sizes,
        LaunchTemplate: { LaunchTemplateId, Version: '1' },
        Tags,
      });
      account.wait(1);
      await account.autoscaling.updateAutoScalingGroup({
        AutoScalingGroupName,
        MixedInstancesPolicy: { LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateId } } },
      });
      await account.autoscaling.createOrUpdateTags({
        Tags: [
          { ResourceId: AutoScalingGroupName, Key: 'kubernetes.io/cluster/prod', Value: 'owned' },
          { ResourceId: AutoScalingGroupName, Key: 'empty' },
        ],
      });
      return `arn:aws:autoscaling:${REGION}:${ACCOUNT}:autoScalingGroup/${AutoScalingGroupName}`;
    },
  },
  {
    reader: 'account-defaults',
    call: 'ec2:GetInstanceMetadataDefaults',
    garbage: XML,
    async make({ ec2, wait }) {
      await ec2.modifyInstanceMetadataDefaults({
        HttpTokens: 'required',
        HttpPutResponseHopLimit: 2,
        HttpEndpoint: 'enabled',
        InstanceMetadataTags: 'disabled',
        HttpTokensEnforced: 'enabled',
      });
      wait(1);
      const nothing = 'no-preference';
      await ec2.modifyInstanceMetadataDefaults({
        HttpTokens: nothing,
        HttpPutResponseHopLimit: -1,
        InstanceMetadataTags: nothing,
        HttpTokensEnforced: nothing,
      });
      return `${ACCOUNT}/${REGION}`;
    },
  },
];
