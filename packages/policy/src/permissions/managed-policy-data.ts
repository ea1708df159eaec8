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

  define('SecurityAudit', 'harmless'),
  define('job-function/ViewOnlyAccess', 'harmless'),
];
