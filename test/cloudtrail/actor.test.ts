import { type CloudTrailRecord, toActor, toCause, toRecord } from '@podguard/cloudtrail';
import type { JsonObject } from '@podguard/core';
import { expect, test } from 'vitest';
import { ACCOUNT, deployer, EVENT_ID, record, root, user } from './records.ts';

const role = `arn:aws:iam::${ACCOUNT}:role/ci/deployer`;
const sessionArn = deployer.arn ?? '';
const context = deployer.sessionContext as JsonObject;

function read(but: JsonObject): CloudTrailRecord {
  const result = toRecord({
    ...record('iam', 'DeleteRole', { roleName: 'x' }),
    userAgent: 'curl/8.9.1',
    ...but,
  });
  if (result.kind !== 'record') throw new Error('not a record');
  return result.record;
}

const identities: readonly (readonly [string, JsonObject, JsonObject])[] = [
  [
    'a role, behind its session',
    deployer,
    { type: 'role', principal: role, account: ACCOUNT, session: 'deploy-7' },
  ],
  [
    'a role whose session names a source',
    { ...deployer, sessionContext: { ...context, sourceIdentity: 'anneke' } },
    { type: 'role', principal: role, account: ACCOUNT, session: 'deploy-7', sourceIdentity: 'anneke' },
  ],
  [
    'a role through a service',
    { ...deployer, invokedBy: 'autoscaling.amazonaws.com' },
    {
      type: 'role',
      principal: role,
      account: ACCOUNT,
      session: 'deploy-7',
      invokedBy: 'autoscaling.amazonaws.com',
    },
  ],
  [
    'a role without its issuer: the name is in the session',
    { type: 'AssumedRole', arn: sessionArn },
    { type: 'role', principal: `arn:aws:iam::${ACCOUNT}:role/deployer`, session: 'deploy-7' },
  ],
  [
    'a role of which only the id is left',
    { type: 'AssumedRole', principalId: 'AROADEPLOYER1EXAMPLE:deploy-7' },
    { type: 'role', principal: 'AROADEPLOYER1EXAMPLE', session: 'deploy-7' },
  ],
  ['a user', user, { type: 'user', principal: user.arn ?? '', account: ACCOUNT }],
  [
    'a user whose session context is empty',
    { ...user, sessionContext: { sessionIssuer: {}, webIdFederationData: {} } },
    { type: 'user', principal: user.arn ?? '', account: ACCOUNT },
  ],
  ['root', root, { type: 'root', principal: root.arn ?? '', account: ACCOUNT }],
  [
    'root without ARN',
    { type: 'Root', accountId: ACCOUNT },
    { type: 'root', principal: `arn:aws:iam::${ACCOUNT}:root`, account: ACCOUNT },
  ],
  [
    'a service',
    { type: 'AWSService', invokedBy: 'pods.eks.amazonaws.com' },
    { type: 'service', principal: 'pods.eks.amazonaws.com', invokedBy: 'pods.eks.amazonaws.com' },
  ],
  [
    'another account, which has no ARN',
    { type: 'AWSAccount', principalId: 'AROAOTHER0001EXAMPLE:visitor', accountId: '444455556666' },
    { type: 'account', principal: 'AROAOTHER0001EXAMPLE', account: '444455556666', session: 'visitor' },
  ],
  [
    'another account of which only the number is known',
    { type: 'AWSAccount', accountId: '444455556666' },
    { type: 'account', principal: '444455556666', account: '444455556666' },
  ],
  [
    'a federated user: who asked for the token',
    {
      type: 'FederatedUser',
      arn: `arn:aws:sts::${ACCOUNT}:federated-user/guest`,
      accountId: ACCOUNT,
      sessionContext: { sessionIssuer: { type: 'IAMUser', arn: user.arn ?? '' } },
    },
    { type: 'user', principal: user.arn ?? '', account: ACCOUNT, session: 'guest' },
  ],
  [
    "root's federated user",
    { type: 'FederatedUser', sessionContext: { sessionIssuer: { type: 'Root', arn: root.arn ?? '' } } },
    { type: 'root', principal: root.arn ?? '' },
  ],
  [
    'a web identity',
    {
      type: 'WebIdentityUser',
      principalId: 'arn:aws:iam::1:oidc-provider/x:sts.amazonaws.com:system:serviceaccount:a:b',
      userName: 'system:serviceaccount:a:b',
      identityProvider: 'arn:aws:iam::1:oidc-provider/x',
    },
    {
      type: 'web-identity',
      principal: 'arn:aws:iam::1:oidc-provider/x',
      session: 'system:serviceaccount:a:b',
    },
  ],
  [
    'a SAML user',
    {
      type: 'SAMLUser',
      principalId: 'x=:ines',
      userName: 'ines',
      identityProvider: 'arn:aws:iam::1:saml-provider/y',
    },
    { type: 'web-identity', principal: 'arn:aws:iam::1:saml-provider/y', session: 'ines' },
  ],
  [
    'a user of Identity Center',
    { type: 'IdentityCenterUser', accountId: ACCOUNT, onBehalfOf: { userId: '94482488-3041' } },
    { type: 'user', principal: '94482488-3041', account: ACCOUNT },
  ],
  ['no identity', {}, { type: 'unknown', principal: 'unknown' }],
  ['an ARN and no type', { arn: role }, { type: 'unknown', principal: role }],
  ['a type to come', { type: 'Martian', principalId: 'M1' }, { type: 'unknown', principal: 'M1' }],
  [
    'an identity that a redactor broke',
    { type: 7, arn: ['x'], principalId: null },
    { type: 'unknown', principal: 'unknown' },
  ],
];

test.for(identities)('%s', ([, userIdentity, expected]) => {
  expect(toActor(read({ userIdentity }))).toEqual(expected);
});

test('an AssumeRole call names its source identity in the request', () => {
  const assume = read({ eventName: 'AssumeRole', requestParameters: { sourceIdentity: 'anneke' } });
  expect(toActor(assume).sourceIdentity).toBe('anneke');
});

const agents: readonly (readonly [string, string | undefined])[] = [
  [
    'APN/1.0 HashiCorp/1.0 Terraform/1.1.2 (+https://www.terraform.io) terraform-provider-aws/3.76.1 aws-sdk-go/1.44.157',
    'terraform',
  ],
  ['APN/1.0 Pulumi/1.0 PulumiAwsNative/1.12 aws-sdk-go-v2/1.30.3', 'pulumi'],
  ['aws-sdk-go-v2/1.39.2 ua/2.1 os/linux lang/go#1.25.1 eksctl/0.216.0', 'eksctl'],
  ['aws-cdk/2.1031.0 aws-sdk-js/3.632.0 ua/2.0', 'cdk'],
  [
    'aws-cli/2.13.5 Python/3.11.4 Linux/4.14.255 exec-env/CloudShell exe/x86_64.amzn.2 prompt/off command/iam.create-role',
    'aws-cli',
  ],
  ['Boto3/1.26.165 Python/3.10.6 Linux/5.19.0-46-generic Botocore/1.29.165', 'boto3'],
  ['aws-sdk-go-v2/1.39.2 ua/2.1', 'aws-sdk-go-v2'],
  ['aws-sdk-java/2.20.74 Linux/5.10.209 Java/17.0.10', 'aws-sdk-java'],
  ['aws-sdk-nodejs/2.1000.0 linux/v18', 'aws-sdk-js'],
  ['cloudformation.amazonaws.com', 'cloudformation'],
  ['console.amazonaws.com', 'console'],
  ['console.ec2.amazonaws.com', 'console'],
  ['signin.amazonaws.com', 'console'],
  ['AWS Console, aws-sdk-java/unknown-version Linux/2.6.18', 'console'],
  ['[S3Console/0.4, aws-internal/3]', 'console'],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36', 'console'],
  ['autoscaling.amazonaws.com', undefined],
  ['AWS Internal', undefined],
  ['stratus-red-team_39f95f43-cd2f-4beb-b69e-be60b6fe1f57', undefined],
];

test.for(agents)('the tool of %s', ([userAgent, tool]) => {
  expect(toActor(read({ userAgent })).tool).toBe(tool);
});

test.for<readonly [string, JsonObject, string]>([
  [
    'CloudFormation on behalf of a person',
    { userIdentity: { ...deployer, invokedBy: 'cloudformation.amazonaws.com' } },
    'cloudformation',
  ],
  [
    'an address that is CloudFormation',
    { sourceIPAddress: 'cloudformation.amazonaws.com' },
    'cloudformation',
  ],
  [
    'credentials of a console session',
    { userAgent: 'AWS Internal', sessionCredentialFromConsole: 'true' },
    'console',
  ],
  [
    'CloudShell, which has those too',
    { userAgent: 'aws-cli/2.13.5', sessionCredentialFromConsole: 'true' },
    'aws-cli',
  ],
])('%s', ([, but, tool]) => {
  expect(toActor(read(but)).tool).toBe(tool);
});

test('the cause names the record, where it came from and with what', () => {
  expect(toCause(read({ userIdentity: user }))).toEqual({
    eventId: EVENT_ID,
    eventName: 'DeleteRole',
    eventSource: 'iam.amazonaws.com',
    at: '2026-03-12T07:30:04Z',
    actor: { type: 'user', principal: user.arn, account: ACCOUNT },
    sourceIp: '192.0.2.140',
    userAgent: 'curl/8.9.1',
  });
});
