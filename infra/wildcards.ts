/** Where an action is granted on more than what the deploy makes itself, and why. */
export interface Wildcard {
  readonly actions: readonly string[];
  /** By account and region. Its `*` may stand for something narrower. */
  resource(account: string, region: string): string;
  readonly reason: string;
}

const anything = () => '*';
const iam = (type: string) => (account: string) => `arn:aws:iam::${account}:${type}/*`;
/** In any region: a policy has no room for an ARN of each, and the condition keeps to watched ones. */
const eks = (type: string) => (account: string) => `arn:aws:eks:*:${account}:${type}/*`;

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
    actions: ['s3:PutObject'],
    resource: () => 'arn:aws:s3:::*/baselines/*',
    reason: 'reports are named after their run; only those of baseline runs, in the bucket for reports',
  },
  {
    actions: ['iam:ListRoles', 'iam:ListPolicies', 'iam:ListUsers', 'iam:ListOpenIDConnectProviders'],
    resource: anything,
    reason: 'lists everything of a kind: the action has no narrower resource',
  },
  {
    actions: ['organizations:ListAccounts'],
    resource: anything,
    reason: 'lists the accounts of our organization: the action has no resources',
  },
  {
    actions: ['eks:ListClusters', 'ec2:DescribeInstances'],
    resource: anything,
    reason:
      'lists everything of a kind: the action has no resources; the condition keeps it to watched regions',
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
    actions: [
      'eks:DescribeCluster',
      'eks:ListIdentityProviderConfigs',
      'eks:ListPodIdentityAssociations',
      'eks:ListAccessEntries',
    ],
    resource: eks('cluster'),
    reason: 'all clusters of the watched regions are watched',
  },
  {
    actions: ['eks:DescribeIdentityProviderConfig'],
    resource: eks('identityproviderconfig'),
    reason: 'all identity providers of these clusters are read',
  },
  {
    actions: ['eks:DescribePodIdentityAssociation'],
    resource: eks('podidentityassociation'),
    reason: 'all associations of these clusters are read',
  },
  {
    actions: ['eks:DescribeAccessEntry', 'eks:ListAssociatedAccessPolicies'],
    resource: eks('access-entry'),
    reason: 'all access entries of these clusters are read',
  },
];
