import type { Grant, ManagedPolicy, ManagedPolicyKind } from './managed-policies.ts';

const REFERENCE = 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference';

function define(
  name: string,
  kind: ManagedPolicyKind,
  grants: readonly Grant[] = [],
  whole = false,
): ManagedPolicy {
  return { name, kind, source: `${REFERENCE}/${name.split('/').at(-1)}.html`, grants, whole };
}

function everywhere(...actions: readonly string[]): readonly Grant[] {
  return [{ actions, resources: ['*'] }];
}

/** As their pages have them; AWS adds rights to its policies, and seldom takes one away. */
export const MANAGED_POLICIES: readonly ManagedPolicy[] = [
  define('AmazonEKSWorkerNodePolicy', 'standard-node'),
  define('AmazonEKSWorkerNodeMinimalPolicy', 'standard-node'),
  define('AmazonEC2ContainerRegistryReadOnly', 'standard-node'),
  define('AmazonEC2ContainerRegistryPullOnly', 'standard-node'),
  define(
    'AmazonSSMManagedInstanceCore',
    'standard-node',
    everywhere('ssm:GetParameter', 'ssm:GetParameters'),
  ),
  define('AmazonSSMManagedEC2InstanceDefaultPolicy', 'standard-node'),
  define('AmazonSSMPatchAssociation', 'standard-node'),

  define('AmazonEKS_CNI_Policy', 'add-on'),
  define('service-role/AmazonEBSCSIDriverPolicy', 'add-on'),
  define('AmazonEBSCSIDriverPolicyV2', 'add-on'),
  define('service-role/AmazonEFSCSIDriverPolicy', 'add-on'),
  define('CloudWatchAgentServerPolicy', 'add-on', [
    { actions: ['ssm:GetParameter'], resources: ['arn:*:ssm:*:*:parameter/AmazonCloudWatch-*'] },
  ]),
  define('AWSXRayDaemonWriteAccess', 'add-on'),

  define('AdministratorAccess', 'administrator', everywhere('*'), true),

  define('IAMFullAccess', 'escalation', everywhere('iam:*')),
  define(
    'PowerUserAccess',
    'secrets',
    [
      { actions: { except: ['iam:*', 'organizations:*', 'account:*'] }, resources: ['*'] },
      {
        actions: [
          'account:GetAccountInformation',
          'account:GetGovCloudAccountInformation',
          'account:GetPrimaryEmail',
          'account:ListRegions',
          'iam:CreateServiceLinkedRole',
          'iam:DeleteServiceLinkedRole',
          'iam:ListRoles',
          'organizations:DescribeEffectivePolicy',
          'organizations:DescribeOrganization',
        ],
        resources: ['*'],
      },
    ],
    true,
  ),

  define('SecretsManagerReadWrite', 'secrets', [
    {
      actions: ['secretsmanager:*', 'cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'],
      resources: ['*'],
    },
    {
      actions: [
        'lambda:AddPermission',
        'lambda:CreateFunction',
        'lambda:GetFunction',
        'lambda:InvokeFunction',
        'lambda:UpdateFunctionConfiguration',
      ],
      resources: ['arn:aws:lambda:*:*:function:SecretsManager*'],
    },
  ]),
  define('AmazonSSMReadOnlyAccess', 'secrets', everywhere('ssm:Describe*', 'ssm:Get*', 'ssm:List*'), true),
  define('AmazonSSMFullAccess', 'secrets', everywhere('ssm:*')),
  define('ReadOnlyAccess', 'secrets', everywhere('ssm:Get*')),

  define('AmazonDynamoDBReadOnlyAccess', 'harmless'),
  define('AmazonEC2ReadOnlyAccess', 'harmless'),
  define('AmazonElastiCacheReadOnlyAccess', 'harmless'),
  define('AmazonKinesisFullAccess', 'harmless'),
  define('AmazonKinesisReadOnlyAccess', 'harmless'),
  define('AmazonPrometheusQueryAccess', 'harmless'),
  define('AmazonPrometheusRemoteWriteAccess', 'harmless'),
  define('AmazonRDSReadOnlyAccess', 'harmless'),
  define('AmazonRoute53FullAccess', 'harmless'),
  define('AmazonRoute53ReadOnlyAccess', 'harmless'),
  define('AmazonS3FullAccess', 'harmless'),
  define('AmazonS3ReadOnlyAccess', 'harmless'),
  define('AmazonSESFullAccess', 'harmless'),
  define('AmazonSNSFullAccess', 'harmless'),
  define('AmazonSNSReadOnlyAccess', 'harmless'),
  define('AmazonSQSFullAccess', 'harmless'),
  define('AmazonSQSReadOnlyAccess', 'harmless'),
  define('AmazonVPCReadOnlyAccess', 'harmless'),
  define('CloudWatchLogsReadOnlyAccess', 'harmless'),
  define('CloudWatchReadOnlyAccess', 'harmless'),
  define('SecurityAudit', 'harmless'),
  define('job-function/ViewOnlyAccess', 'harmless'),

  define('AWSDenyAll', 'denying', [{ effect: 'Deny', actions: ['*'], resources: ['*'] }], true),
];
