import { allow, OWN, policy, provider } from '../documents.ts';
import { bad, type LabelledPolicy, ok } from '../labelled-policy.ts';

const GITHUB = 'token.actions.githubusercontent.com';
const HUB_PAGE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html';
const ANYWHERE = 'rolesanywhere.amazonaws.com';
const ANYWHERE_PAGE = 'https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html';
const THREE = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];
const WEB = 'sts:AssumeRoleWithWebIdentity';

const service = (name: unknown, Condition?: Record<string, object>) =>
  policy(allow({ Service: name }, 'sts:AssumeRole', Condition));
const github = (Condition?: Record<string, object>) =>
  policy(allow({ Federated: provider(GITHUB) }, WEB, Condition));
const anywhere = (Condition?: Record<string, object>) =>
  policy(allow({ Service: ANYWHERE }, THREE, Condition));
const AUDIENCE = { [`${GITHUB}:aud`]: 'sts.amazonaws.com' };
const ANCHOR = `arn:aws:rolesanywhere:eu-central-1:${OWN}:trust-anchor/11111111-2222-3333-4444-555555555555`;

/** Services, other identity providers, IAM Roles Anywhere. */
export const others: readonly LabelledPolicy[] = [
  ok('EC2', service('ec2.amazonaws.com')),
  ok('EKS', service('eks.amazonaws.com')),
  ok(
    'EKS for Auto Mode',
    policy(allow({ Service: 'eks.amazonaws.com' }, ['sts:AssumeRole', 'sts:TagSession'])),
    {
      why: 'https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html',
    },
  ),
  ok(
    'Fargate',
    service('eks-fargate-pods.amazonaws.com', {
      ArnLike: { 'aws:SourceArn': `arn:aws:eks:eu-central-1:${OWN}:fargateprofile/prod/*` },
    }),
    { why: 'https://docs.aws.amazon.com/eks/latest/userguide/pod-execution-role.html' },
  ),
  ok('Lambda', service('lambda.amazonaws.com')),
  ok('several services', service(['lambda.amazonaws.com', 'edgelambda.amazonaws.com'])),
  ok('EC2 in China', service('ec2.amazonaws.com.cn'), { partition: 'aws-cn' }),
  ok(
    'SAML with its audience',
    policy(
      allow({ Federated: `arn:aws:iam::${OWN}:saml-provider/idp` }, 'sts:AssumeRoleWithSAML', {
        StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' },
      }),
    ),
    { why: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html' },
  ),
  ok(
    'GitHub, one repository',
    github({
      StringEquals: AUDIENCE,
      StringLike: { [`${GITHUB}:sub`]: 'repo:example-org/shop:*' },
    }),
    { why: HUB_PAGE },
  ),
  ok(
    'GitHub, one branch',
    github({
      StringEquals: { ...AUDIENCE, [`${GITHUB}:sub`]: 'repo:example-org/shop:ref:refs/heads/main' },
    }),
  ),
  bad('GitHub without conditions', 'trust-public-principal', github()),
  bad('GitHub without a subject', 'trust-public-principal', github({ StringEquals: AUDIENCE }), {
    why: `Everybody's workflows get tokens for this audience: ${HUB_PAGE}`,
  }),
  bad(
    'GitHub with any subject',
    'trust-public-principal',
    github({
      StringEquals: AUDIENCE,
      StringLike: { [`${GITHUB}:sub`]: '*' },
    }),
  ),
  ok(
    'Cognito with pool and kind of identity',
    policy(
      allow({ Federated: 'cognito-identity.amazonaws.com' }, WEB, {
        StringEquals: {
          'cognito-identity.amazonaws.com:aud': 'eu-central-1:12345678-abcd-abcd-abcd-123456790ab',
        },
        'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
      }),
    ),
    { why: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_cognito.html' },
  ),
  ok(
    'an own provider that is no cluster, with its subject',
    policy(
      allow({ Federated: provider('login.example.com') }, WEB, {
        StringEquals: { 'login.example.com:sub': 'ci', 'login.example.com:aud': 'deploy' },
      }),
    ),
  ),
  bad('Roles Anywhere without conditions', 'trust-roles-anywhere-open', anywhere(), { why: ANYWHERE_PAGE }),
  ok('Roles Anywhere by its trust anchor', anywhere({ ArnEquals: { 'aws:SourceArn': ANCHOR } }), {
    why: ANYWHERE_PAGE,
  }),
  ok(
    "Roles Anywhere by the certificate's subject",
    anywhere({
      StringEquals: { 'aws:PrincipalTag/x509Subject/CN': 'node-1.example.com' },
    }),
    { why: ANYWHERE_PAGE },
  ),
  ok(
    "Roles Anywhere by anchor and the certificate's name",
    anywhere({
      StringLike: { 'aws:PrincipalTag/x509SAN/DNS': '*.example.com' },
      ArnEquals: { 'aws:SourceArn': ANCHOR },
    }),
  ),
  ok(
    'GitHub by another claim that names the repository',
    github({
      StringEquals: { ...AUDIENCE, [`${GITHUB}:repository`]: 'example-org/shop' },
    }),
    { why: HUB_PAGE },
  ),
  bad(
    'GitHub, any repository',
    'trust-public-principal',
    github({
      StringEquals: AUDIENCE,
      StringLike: { [`${GITHUB}:sub`]: 'repo:*' },
    }),
  ),
  bad(
    'GitLab without a subject',
    'trust-public-principal',
    policy(
      allow({ Federated: provider('gitlab.com') }, WEB, {
        StringEquals: { 'gitlab.com:aud': 'https://gitlab.com' },
      }),
    ),
  ),
  bad(
    'Google without conditions',
    'trust-public-principal',
    policy(allow({ Federated: 'accounts.google.com' }, WEB)),
  ),
  ok(
    'Google for one application',
    policy(
      allow({ Federated: 'accounts.google.com' }, WEB, {
        StringEquals: { 'accounts.google.com:aud': '1234567890.apps.googleusercontent.com' },
      }),
    ),
  ),
  bad(
    'Cognito without conditions',
    'trust-public-principal',
    policy(allow({ Federated: 'cognito-identity.amazonaws.com' }, WEB)),
  ),
  ok('an ARN of a provider as an AWS principal', policy(allow({ AWS: provider() }, WEB))),
];
