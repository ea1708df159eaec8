import {
  APP,
  AUD,
  allow,
  aws,
  CLUSTER,
  deny,
  forSts,
  OWN,
  pods,
  policy,
  role,
  STS,
  SUB,
  tokens,
} from '../documents.ts';
import { bad, type LabelledPolicy, ok } from '../labelled-policy.ts';

const UNTAGGED = 'pod-identity-tag-session-missing';
const TAG = 'aws:RequestTag/';
const ROLE_PAGE = 'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html';
const ABAC = 'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html';
const DEPUTY = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html';

const named = { [`${TAG}kubernetes-namespace`]: 'shop', [`${TAG}kubernetes-service-account`]: 'cart' };
const BOTH = ['sts:AssumeRole', 'sts:TagSession'];

/** EKS Pod Identity, as AWS documents it and nearly so. */
export const podIdentityPolicies: readonly LabelledPolicy[] = [
  ok('both actions, no conditions', policy(pods()), {
    findings: ['pod-identity-trust-unscoped'],
    why: ROLE_PAGE,
  }),
  ok(
    'account and cluster by SourceAccount and SourceArn',
    policy(pods({ StringEquals: { 'aws:SourceAccount': OWN }, ArnEquals: { 'aws:SourceArn': CLUSTER } })),
    { why: DEPUTY },
  ),
  ok('account only', policy(pods({ StringEquals: { 'aws:SourceAccount': OWN } }))),
  ok(
    'all clusters of a region by ArnLike',
    policy(pods({ ArnLike: { 'aws:SourceArn': `arn:aws:eks:eu-central-1:${OWN}:cluster/*` } })),
  ),
  ok('cluster by StringLike', policy(pods({ StringLike: { 'aws:SourceArn': CLUSTER } }))),
  ok('organization', policy(pods({ StringEquals: { 'aws:SourceOrgId': 'o-abcdefghij' } })), { why: DEPUTY }),
  ok('namespace and service account by tags', policy(pods({ StringEquals: named })), { why: ABAC }),
  ok(
    'namespace, service account and cluster by tags',
    policy(pods({ StringEquals: { ...named, [`${TAG}eks-cluster-arn`]: CLUSTER } })),
    { why: ABAC },
  ),
  ok(
    'cluster by the tag of its name',
    policy(pods({ StringEquals: { [`${TAG}eks-cluster-name`]: 'prod' } })),
  ),
  ok('cluster ARN tag by ArnEquals', policy(pods({ ArnEquals: { [`${TAG}eks-cluster-arn`]: CLUSTER } }))),
  ok(
    'namespaces by a list',
    policy(pods({ StringEquals: { [`${TAG}kubernetes-namespace`]: ['shop', 'web'] } })),
  ),
  ok('namespaces by a wildcard', policy(pods({ StringLike: { [`${TAG}kubernetes-namespace`]: 'shop-*' } }))),
  ok(
    'a tag if it exists',
    policy(pods({ StringEqualsIfExists: { [`${TAG}kubernetes-namespace`]: 'shop' } })),
  ),
  ok('keys in other case', policy(pods({ StringEquals: { 'AWS:sourceaccount': OWN } }))),
  ok(
    'a statement for each action',
    policy(pods(undefined, 'sts:AssumeRole'), pods(undefined, 'sts:TagSession')),
  ),
  ok(
    'a statement for each action under the same condition',
    policy(
      pods({ StringEquals: { 'aws:SourceAccount': OWN } }, 'sts:AssumeRole'),
      pods({ StringEquals: { 'aws:SourceAccount': OWN } }, 'sts:TagSession'),
    ),
  ),
  ok('all actions of STS', policy(pods(undefined, 'sts:*'))),
  ok('actions in other case', policy(pods(undefined, ['STS:assumerole', 'sts:tagsession']))),
  ok('a wildcard for the second action', policy(pods(undefined, ['sts:AssumeRole', 'sts:Tag*']))),
  ok('source identity besides', policy(pods(undefined, [...BOTH, 'sts:SetSourceIdentity']))),
  ok(
    'the service among others',
    policy(allow({ Service: ['ec2.amazonaws.com', 'pods.eks.amazonaws.com'] }, BOTH)),
  ),
  ok(
    'a Deny for other accounts',
    policy(
      pods(),
      deny({ Service: 'pods.eks.amazonaws.com' }, '*', { StringNotEquals: { 'aws:SourceAccount': OWN } }),
    ),
  ),
  ok(
    'China',
    policy(pods({ ArnEquals: { 'aws:SourceArn': `arn:aws-cn:eks:cn-north-1:${OWN}:cluster/prod` } })),
    { partition: 'aws-cn' },
  ),
  ok('version 2008', { Version: '2008-10-17', Statement: pods() }),

  bad('one action', UNTAGGED, policy(pods(undefined, 'sts:AssumeRole')), { why: ROLE_PAGE }),
  bad(
    'one action under a condition',
    UNTAGGED,
    policy(pods({ StringEquals: { 'aws:SourceAccount': OWN } }, ['sts:AssumeRole'])),
  ),
  bad(
    'one action, the service among others',
    UNTAGGED,
    policy(allow({ Service: ['ec2.amazonaws.com', 'pods.eks.amazonaws.com'] }, 'sts:AssumeRole')),
  ),
  bad(
    'the second action for another service',
    UNTAGGED,
    policy(pods(undefined, 'sts:AssumeRole'), allow({ Service: 'ec2.amazonaws.com' }, 'sts:TagSession')),
  ),
  bad(
    'the second action for another namespace',
    UNTAGGED,
    policy(
      pods({ StringEquals: { [`${TAG}kubernetes-namespace`]: 'a' } }, 'sts:AssumeRole'),
      pods({ StringEquals: { [`${TAG}kubernetes-namespace`]: 'b' } }, 'sts:TagSession'),
    ),
  ),
  bad(
    'the second action denied',
    UNTAGGED,
    policy(pods(), deny({ Service: 'pods.eks.amazonaws.com' }, 'sts:TagSession')),
  ),
  bad('a misspelt second action', UNTAGGED, policy(pods(undefined, ['sts:AssumeRole', 'sts:TagSessions']))),
  bad(
    'all actions but the second',
    UNTAGGED,
    policy({
      Effect: 'Allow',
      Principal: { Service: 'pods.eks.amazonaws.com' },
      NotAction: 'sts:TagSession',
    }),
  ),

  ok(
    'IRSA and EKS Pod Identity, both right',
    policy(
      tokens({ StringEquals: { [SUB]: APP, [AUD]: STS } }),
      pods({ StringEquals: { 'aws:SourceAccount': OWN } }),
    ),
    { findings: ['pod-identity-mixed-trust'], why: 'The state in the middle of a migration.' },
  ),
  bad(
    'IRSA open beside EKS Pod Identity',
    'irsa-subject-unrestricted',
    policy(forSts({ Null: { [SUB]: 'false' } }), pods()),
  ),
  bad(
    'IRSA right beside EKS Pod Identity without tags',
    UNTAGGED,
    policy(tokens({ StringEquals: { [SUB]: APP, [AUD]: STS } }), pods(undefined, 'sts:AssumeRole')),
  ),
  ok('a role of the account beside EKS Pod Identity', policy(pods(), aws(role(OWN)))),
  ok('a region only', policy(pods({ StringEquals: { 'aws:RequestedRegion': 'eu-central-1' } }))),
  ok(
    'the tags that EKS gives and no others',
    policy(pods({ 'ForAllValues:StringLike': { 'aws:TagKeys': ['kubernetes-*', 'eks-cluster-*'] } })),
  ),
  ok(
    'scoped for the first action only',
    policy(
      pods({ StringEquals: { [`${TAG}kubernetes-namespace`]: 'shop' } }, 'sts:AssumeRole'),
      pods(undefined, 'sts:TagSession'),
    ),
  ),
  ok(
    'the namespace by a tag of the principal, which a service has not',
    policy(pods({ StringEquals: { 'aws:PrincipalTag/kubernetes-namespace': 'shop' } })),
    { why: 'Nobody gets in: session tags are aws:RequestTag/... while the role is asked for.' },
  ),
  ok('a tag that EKS does not send', policy(pods({ StringEquals: { [`${TAG}team`]: 'shop' } }))),
  ok('a VPC, of which EKS does not say', policy(pods({ StringEquals: { 'aws:SourceVpc': 'vpc-1' } }))),
  ok('a tag of the role', policy(pods({ StringEquals: { 'aws:ResourceTag/team': 'shop' } }))),
  ok(
    'any cluster, less what is not over TLS',
    policy(pods(), deny('*', '*', { Bool: { 'aws:SecureTransport': 'false' } })),
    { findings: ['pod-identity-trust-unscoped'] },
  ),
  ok('the second action only', policy(pods(undefined, 'sts:TagSession'))),
  bad(
    'everybody beside the service, by tags that a caller chooses',
    'trust-public-principal',
    policy(
      allow({ Service: 'pods.eks.amazonaws.com', AWS: '*' }, BOTH, {
        StringEquals: { [`${TAG}kubernetes-namespace`]: 'shop' },
      }),
    ),
  ),
];
