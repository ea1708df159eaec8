/** Where an action is granted on more than what the deploy makes itself, and why. */
export interface Wildcard {
  readonly actions: readonly string[];
  /** By account and region. Its `*` may stand for something narrower. */
  resource(account: string, region: string): string;
  /** In regions that are not watched, too. */
  readonly anywhere?: true;
  readonly reason: string;
}

const anything = () => '*';
const iam = (type: string) => (account: string) => `arn:aws:iam::${account}:${type}/*`;

/**
 * Every resource in a role's policy that holds a `*` is from here.
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const WILDCARDS: readonly Wildcard[] = [
  {
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    resource: anything,
    reason: 'X-Ray has no resources for these actions',
  },
  {
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resource: (account, region) => `arn:aws:logs:${region}:${account}:log-group:/aws/lambda/podguard-*:*`,
    reason: 'Lambda names the streams of a log group; each function is granted those of its own group',
  },
  {
    actions: ['s3:GetObject', 's3:PutObject'],
    resource: () => 'arn:aws:s3:::*/*/*',
    reason:
      'reports, and what a run finds until then, are named after the run: two folders of the bucket for reports',
  },
  {
    actions: [
      'iam:GenerateCredentialReport',
      'iam:GetAccountAuthorizationDetails',
      'iam:GetCredentialReport',
      'iam:ListInstanceProfiles',
      'iam:ListOpenIDConnectProviders',
      'iam:ListPolicies',
      'iam:ListRoles',
    ],
    resource: anything,
    reason: 'tells everything of a kind: the action has no narrower resource',
  },
  {
    actions: ['organizations:ListAccounts'],
    resource: anything,
    reason: 'lists the accounts of our organization: the action has no resources',
  },
  {
    actions: [
      'autoscaling:DescribeAutoScalingGroups',
      'cloudtrail:DescribeTrails',
      'cloudtrail:LookupEvents',
      'ec2:DescribeInstances',
      'ec2:DescribeLaunchTemplates',
      'ec2:DescribeLaunchTemplateVersions',
      'ec2:DescribeRegions',
      'ec2:GetInstanceMetadataDefaults',
      'events:ListEventBuses',
      'events:ListRules',
      'secretsmanager:ListSecrets',
      'servicequotas:ListServiceQuotas',
      'ssm:DescribeParameters',
    ],
    resource: anything,
    reason:
      'tells everything of a kind: the action has no resources; the condition keeps it to watched regions',
  },
  {
    actions: ['eks:ListClusters'],
    resource: anything,
    anywhere: true,
    reason: 'the action has no resources, and counts the clusters of regions where nobody listens, too',
  },
  {
    actions: ['iam:GetRole', 'iam:ListRolePolicies', 'iam:GetRolePolicy', 'iam:ListAttachedRolePolicies'],
    resource: iam('role'),
    reason:
      'any role may be one that pods reach, and roles that are made tomorrow have names that nobody knows',
  },
  {
    actions: ['iam:GetPolicyVersion', 'iam:ListPolicyVersions'],
    resource: iam('policy'),
    reason: 'any customer managed policy may be attached to such a role',
  },
  {
    actions: ['iam:GetOpenIDConnectProvider'],
    resource: iam('oidc-provider'),
    reason: 'any provider may be trusted by such a role',
  },
  {
    actions: ['iam:GetInstanceProfile'],
    resource: iam('instance-profile'),
    reason: 'any instance profile may be that of nodes',
  },
  {
    actions: [
      'iam:GetUser',
      'iam:ListAttachedUserPolicies',
      'iam:ListServiceSpecificCredentials',
      'iam:ListAccessKeys',
      'iam:GetAccessKeyLastUsed',
    ],
    resource: iam('user'),
    reason: 'the access key of any user may be the one that is in a cluster',
  },
  {
    actions: ['cloudtrail:GetEventSelectors', 'cloudtrail:GetTrailStatus'],
    resource: () => 'arn:aws:cloudtrail:*:*:trail/*',
    reason: "any trail may be the one that logs what is watched, an organization's in another account, too",
  },
  {
    actions: ['events:DescribeRule', 'events:ListTargetsByRule'],
    resource: (account) => `arn:aws:events:*:${account}:rule/*`,
    reason: 'the rules by which records arrive are read, and those that somebody made beside them',
  },
  {
    actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetResourcePolicy'],
    resource: (account) => `arn:aws:secretsmanager:*:${account}:secret:*`,
    reason: 'any secret may be one that pods read: what it is called and who may read it, never its value',
  },
  {
    actions: [
      'eks:DescribeAccessEntry',
      'eks:DescribeAddon',
      'eks:DescribeCapability',
      'eks:DescribeCluster',
      'eks:DescribeFargateProfile',
      'eks:DescribeIdentityProviderConfig',
      'eks:DescribeNodegroup',
      'eks:DescribePodIdentityAssociation',
      'eks:ListAccessEntries',
      'eks:ListAddons',
      'eks:ListAssociatedAccessPolicies',
      'eks:ListCapabilities',
      'eks:ListFargateProfiles',
      'eks:ListIdentityProviderConfigs',
      'eks:ListNodegroups',
      'eks:ListPodIdentityAssociations',
    ],
    // One statement for all: each has a condition that names every watched region.
    resource: (account) => `arn:aws:eks:*:${account}:*`,
    reason: 'all clusters of the watched regions, and all that belongs to them, are read',
  },
];
