import { type Finding, type Kind, parseArn, partitionOf } from '@podguard/core';
import { plain } from './plain.ts';
import { shortened } from './shortened.ts';

/** What the format has no type for is `Other`. Source: https://docs.aws.amazon.com/securityhub/latest/userguide/asff-resources.html */
const TYPES: Readonly<Partial<Record<Kind, string>>> = {
  'aws-account': 'AwsAccount',
  'iam-role': 'AwsIamRole',
  'iam-policy': 'AwsIamPolicy',
  'iam-user': 'AwsIamUser',
  'access-key': 'AwsIamAccessKey',
  'ec2-instance': 'AwsEc2Instance',
  'eks-cluster': 'AwsEksCluster',
  'launch-template': 'AwsEc2LaunchTemplate',
  'auto-scaling-group': 'AwsAutoScalingAutoScalingGroup',
  'cloudtrail-trail': 'AwsCloudTrailTrail',
};

/** The partitions that the format knows. */
const PARTITIONS = ['aws', 'aws-cn', 'aws-us-gov'] as const;

/** The resource of a finding in the AWS Security Finding Format. */
export function asffResource(resource: Finding['resource']) {
  const { kind, key, account, region } = resource;
  const named = parseArn(key)?.partition ?? partitionOf(region);
  const partition = PARTITIONS.find((one) => one === named);
  return {
    Type: typeOf(resource),
    Id: shortened(plain(idOf(resource)).trim() || '-', 2048),
    ...(partition === undefined ? {} : { Partition: partition }),
    ...(/^[a-z0-9-]{1,16}$/.test(region) ? { Region: region } : {}),
    Details: { ...details(resource), Other: { kind, ...(/^\d{12}$/.test(account) ? { account } : {}) } },
  };
}

function typeOf({ kind, key }: Finding['resource']): string {
  if (kind === 'secret')
    return parseArn(key)?.service === 'secretsmanager' ? 'AwsSecretsManagerSecret' : 'Other';
  return TYPES[kind] ?? 'Other';
}

/** As Security Hub's own findings have it where there is no ARN. */
function idOf({ kind, key, account }: Finding['resource']): string {
  if (kind === 'aws-account') return `AWS::::Account:${account || key}`;
  if (kind === 'access-key') return `AWS::IAM::AccessKey:${nameOf(key)}`;
  return key;
}

function details({ kind, key, account }: Finding['resource']) {
  const name = shortened(plain(nameOf(key)), 128);
  if (kind === 'iam-role') return { AwsIamRole: { RoleName: name } };
  if (kind === 'iam-user') return { AwsIamUser: { UserName: name } };
  if (kind === 'eks-cluster') return { AwsEksCluster: { Name: name } };
  if (kind === 'access-key')
    return {
      AwsIamAccessKey: { AccessKeyId: name, ...(/^\d{12}$/.test(account) ? { AccountId: account } : {}) },
    };
  return {};
}

function nameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}
