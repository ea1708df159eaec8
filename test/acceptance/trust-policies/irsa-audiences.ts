import { APP, AUD, deny, OTHER_AUD, OWN, policy, provider, STS, SUB, tokens } from '../documents.ts';
import { bad, type LabelledPolicy, ok } from '../labelled-policy.ts';

const LOOSE = 'irsa-audience-unrestricted';
const WEB = 'sts:AssumeRoleWithWebIdentity';

const audience = (operator: string, value: unknown) =>
  policy(tokens({ StringEquals: { [SUB]: APP }, [operator]: { [AUD]: value } }));

const CHINA = 'oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF0123456789ABCDEF';
const GOV = 'oidc.eks.us-gov-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF';
const NEWER = 'oidc-eks.eu-central-1.api.aws/id/0123456789ABCDEF0123456789ABCDEF';
const OWN_CLUSTER = 'oidc.example.com/cluster-1';

function by(issuer: string, audience: string, partition = 'aws', subject = APP) {
  const condition = {
    StringLike: { [`${issuer}:sub`]: subject },
    StringEquals: { [`${issuer}:aud`]: audience },
  };
  return policy(tokens(condition, provider(issuer, OWN, partition)));
}

/** For whom a token was made, and whose issuer it is. */
export const irsaAudiences: readonly LabelledPolicy[] = [
  bad('one service account, any audience', LOOSE, policy(tokens({ StringEquals: { [SUB]: APP } }))),
  bad('any audience by a star', LOOSE, audience('StringLike', '*')),
  bad('audiences that begin like STS', LOOSE, audience('StringLike', 'sts.*')),
  bad(
    'a further audience',
    LOOSE,
    policy(tokens({ StringEquals: { [SUB]: APP, [AUD]: [STS, 'vault.example.com'] } })),
  ),
  bad(
    'the audience under another issuer, if it exists',
    LOOSE,
    policy(tokens({ StringEquals: { [SUB]: APP }, StringEqualsIfExists: { [OTHER_AUD]: STS } })),
  ),
  bad('any audience but one', LOOSE, audience('StringNotEquals', 'vault.example.com')),
  bad('an audience that is there', LOOSE, audience('Null', 'false')),
  ok('the audience if it exists', audience('StringEqualsIfExists', STS), {
    why: 'Every token has an audience: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif',
  }),
  ok('ForAllValues on the audience', audience('ForAllValues:StringEquals', STS)),
  ok('ForAnyValue on the audience', audience('ForAnyValue:StringEquals', STS)),
  ok('StringLike without a wildcard on the audience', audience('StringLike', STS)),
  ok(
    'the audience pinned by a Deny',
    policy(tokens({ StringEquals: { [SUB]: APP } }), deny('*', WEB, { StringNotEquals: { [AUD]: STS } })),
  ),
  bad(
    'the audience pinned in one of two statements',
    LOOSE,
    policy(tokens({ StringEquals: { [SUB]: APP, [AUD]: STS } }), tokens({ StringEquals: { [SUB]: APP } })),
  ),
  ok('China', by(CHINA, STS, 'aws-cn'), { partition: 'aws-cn' }),
  bad(
    'China, any namespace',
    'irsa-subject-unrestricted',
    by(CHINA, STS, 'aws-cn', 'system:serviceaccount:*:*'),
    {
      partition: 'aws-cn',
    },
  ),
  ok('GovCloud', by(GOV, STS, 'aws-us-gov'), { partition: 'aws-us-gov' }),
  bad(
    'GovCloud, a namespace',
    'irsa-subject-wildcard',
    by(GOV, STS, 'aws-us-gov', 'system:serviceaccount:prod:*'),
    {
      partition: 'aws-us-gov',
    },
  ),
  ok('an issuer of the dual-stack host', by(NEWER, STS)),
  bad(
    'an issuer of the dual-stack host, any subject',
    'irsa-subject-unrestricted',
    by(NEWER, STS, 'aws', '*'),
  ),
  ok('a cluster of our own', by(OWN_CLUSTER, STS), { config: { issuers: [OWN_CLUSTER] } }),
  bad('a cluster of our own, any subject', 'irsa-subject-unrestricted', by(OWN_CLUSTER, STS, 'aws', '*'), {
    config: { issuers: [OWN_CLUSTER] },
  }),
  bad('STS and any audience', LOOSE, audience('StringLike', [STS, '*'])),
  bad('another audience only', LOOSE, audience('StringEquals', 'vault.example.com')),
  bad(
    'the key with a scheme',
    'irsa-issuer-mismatch',
    policy(tokens({ StringEquals: { [`https://${SUB}`]: APP, [AUD]: STS } })),
  ),
  bad(
    'the key without the path',
    'irsa-issuer-mismatch',
    policy(tokens({ StringEquals: { 'oidc.eks.eu-central-1.amazonaws.com:sub': APP, [AUD]: STS } })),
  ),
  ok(
    "another issuer's key beside the own one",
    policy(tokens({ StringEquals: { [SUB]: APP, [AUD]: STS }, StringEqualsIfExists: { [OTHER_AUD]: STS } })),
  ),
];
