import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const role = `arn:aws:iam::${ACCOUNT}:role/carts`;
const issuer = 'oidc.eks.eu-central-1.amazonaws.com/id/ABCDEF0123456789ABCDEF0123456789';
const provider = `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}`;
const subject = 'system:serviceaccount:shop:carts';
const used = (how: string) => [{ op: 'activity', key: role, use: how }] as const;
const byPod = `web-identity ${issuer} shop/carts`;
const answer = {
  credentials: {
    accessKeyId: 'ASIACARTS0001EXAMPLE',
    sessionToken: 'IQoJ',
    expiration: 'Mar 12, 2026, 8:30:04 AM',
  },
  subjectFromWebIdentityToken: subject,
  assumedRoleUser: {
    assumedRoleId: 'AROACARTS0001EXAMPLE:aws-sdk-java-1709630105164',
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/carts/aws-sdk-java-1709630105164`,
  },
  provider,
  audience: 'sts.amazonaws.com',
};

describeEvent('AssumeRoleWithWebIdentity', {
  record: {
    ...record(
      'sts',
      'AssumeRoleWithWebIdentity',
      { roleArn: role, roleSessionName: 'aws-sdk-java-1709630105164' },
      answer,
    ),
    userIdentity: {
      type: 'WebIdentityUser',
      principalId: `${provider}:sts.amazonaws.com:${subject}`,
      userName: subject,
      identityProvider: provider,
    },
  },
  gives: used(byPod),
  withoutRequest: used(byPod),
  omitted: used(byPod),
  cases: [
    { name: 'without an answer', but: { responseElements: null }, gives: used(byPod) },
    {
      name: 'the provider in the principal only',
      but: {
        responseElements: null,
        userIdentity: {
          type: 'WebIdentityUser',
          principalId: `${provider}:sts.amazonaws.com:${subject}`,
          userName: subject,
        },
      },
      gives: used(byPod),
    },
    {
      name: 'a token that is not for STS',
      but: { responseElements: { ...answer, audience: 'internal' } },
      gives: [...used(byPod), ...used(`web-identity-audience ${issuer} internal`)],
    },
    {
      name: 'a token for STS in China',
      but: { responseElements: { ...answer, audience: 'sts.amazonaws.com.cn' } },
      gives: used(byPod),
    },
    {
      name: 'a token of another service, whose bearers are many',
      but: {
        responseElements: {
          ...answer,
          subjectFromWebIdentityToken: 'repo:shop/carts:ref:refs/heads/main',
          provider: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
        },
      },
      gives: used('web-identity'),
    },
    {
      name: 'a redacted provider',
      but: { responseElements: { ...answer, provider: '***' }, userIdentity: { type: 'WebIdentityUser' } },
      gives: used('web-identity'),
    },
    {
      name: 'neither says which role',
      but: { requestParameters: null, responseElements: null },
      gives: names('AssumeRoleWithWebIdentity', 'role'),
    },
  ],
});
