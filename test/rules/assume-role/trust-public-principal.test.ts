import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { aws, beyondBound, irsa, podIdentity, trust } from '../../support/trusts.ts';
import { forSts, GITHUB, github, OWN, saml, subject } from './public-trusts.ts';

const rule = ruleOf(catalogue, 'trust-public-principal');

const open = (name: string, condition?: unknown) => ({
  name,
  state: { trust: trust(aws('*', condition)) },
  evidence: ['Statement[0].Principal'],
});
const restricted = (name: string, condition: unknown) => ({
  name,
  state: { trust: trust(aws('*', condition)) },
});

const token = (name: string, provider: string, condition?: unknown) => ({
  name,
  state: { trust: trust(irsa(condition, provider)) },
  evidence: ['Statement[0].Principal.Federated'],
});

describeRule(rule, 'iam-role', {
  fails: [
    open('everybody is trusted'),
    {
      name: 'every AWS principal, the second of two statements',
      state: { trust: trust(aws({ AWS: OWN }), aws({ AWS: '*' })) },
      evidence: ['Statement[1].Principal.AWS'],
    },
    open('with an external id', { StringEquals: { 'sts:ExternalId': 'abc' } }),
    open('with a tag on the caller', { StringEquals: { 'aws:PrincipalTag/team': 'shop' } }),
    open('with a session name', { StringLike: { 'sts:RoleSessionName': 'deploy-*' } }),
    open('with MFA', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
    open('over TLS', { Bool: { 'aws:SecureTransport': 'true' } }),
    open('since a day that is past', { DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }),
    open('users, each under his own name', { StringLike: { 'sts:RoleSessionName': '${aws:username}' } }),
    open('with the name of a user', { StringEquals: { 'aws:username': 'bob' } }),
    open('from any address', { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } }),
    open('from one half of the Internet', { IpAddress: { 'aws:SourceIp': '0.0.0.0/1' } }),
    open('from three quarters of the Internet', {
      IpAddress: { 'aws:SourceIp': ['0.0.0.0/2', '64.0.0.0/2', '128.0.0.0/2'] },
    }),
    open('from a sixteenth of the Internet, in pieces', {
      IpAddress: { 'aws:SourceIp': ['0.0.0.0/5', '96.0.0.0/6', '96.1.0.0/16', '128.0.0.0/6', '97.0.0.0/8'] },
    }),
    open('from anywhere but a quarter of the Internet', { NotIpAddress: { 'aws:SourceIp': '64.0.0.0/2' } }),
    open('from any address of version 6', { IpAddress: { 'aws:SourceIp': '::/0' } }),
    open('from an endpoint, if from any, else from one network', {
      StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-0a1b2c' },
    }),
    open('through any endpoint', { Null: { 'aws:SourceVpce': 'false' } }),
    open('of an organisation, if he is of any', {
      StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-abcdefghij' },
    }),
    open('of any other organisation', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } }),
    open('a role of a certain name in any account', {
      ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/deployer' },
    }),
    open('an id that anybody has by his session’s name', { StringLike: { 'aws:userid': '*:deployer' } }),
    {
      name: 'everybody but one account',
      state: {
        trust: trust(
          aws('*'),
          aws('*', { StringEquals: { 'aws:PrincipalAccount': '444455556666' } }, 'Deny'),
        ),
      },
      evidence: ['Statement[0].Principal'],
    },
    {
      name: 'any SAML provider',
      state: { trust: saml({ Federated: '*' }) },
      evidence: ['Statement[0].Principal.Federated'],
    },
    {
      name: 'everybody, with an assertion for AWS',
      state: { trust: saml('*', { StringEquals: { 'saml:aud': 'https://signin.aws.amazon.com/saml' } }) },
      evidence: ['Statement[0].Principal'],
    },
    {
      name: 'every principal of AWS, with an assertion',
      state: { trust: saml({ AWS: '*' }) },
      evidence: ['Statement[0].Principal.AWS'],
    },
    token('GitHub without a condition', github),
    token('GitHub with an audience', github, { StringEquals: forSts }),
    token('GitHub, any repository', github, subject('repo:*')),
    token('GitHub, one owner among any', github, subject('repo:acme/*', 'repo:*/infra:*')),
    token('GitHub, owners by how they begin', github, subject('repo:acme*')),
    token('GitHub, owners with a number by how they begin', github, subject('repo:acme*@*/*')),
    token('GitHub, a branch of any repository', github, {
      StringEquals: { [`${GITHUB}:ref`]: 'refs/heads/main' },
    }),
    token('Google without a condition', 'accounts.google.com'),
    token('any Cognito pool', 'cognito-identity.amazonaws.com', {
      'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
    }),
  ],
  passes: [
    {
      name: '135 accounts and 40 users of others, as many as 2,048 letters each have room for',
      state: {
        trust: trust(
          aws({ AWS: Array.from({ length: 135 }, (_, at) => String(222200000000 + at)) }),
          aws({
            AWS: Array.from({ length: 40 }, (_, at) => `arn:aws:iam::${333300000000 + at}:user/bob`),
          }),
        ),
      },
    },
    {
      name: 'one SAML provider',
      state: { trust: saml({ Federated: `arn:aws:iam::${OWN}:saml-provider/x` }) },
    },
    {
      name: 'any SAML provider, held to one that is named',
      state: { trust: saml({ Federated: '*' }, { StringEquals: { 'saml:iss': 'https://idp.example.com' } }) },
    },
    { name: 'one account is', state: { trust: trust(aws({ AWS: '444455556666' })) } },
    restricted('of an organisation', { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } }),
    restricted('of a part of an organisation', {
      'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-abcdefghij/r-ab12/*' },
    }),
    restricted('from one network', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }),
    restricted('from less than a sixteenth of the Internet', {
      IpAddress: { 'aws:SourceIp': ['0.0.0.0/5', '96.0.0.0/6', '96.1.0.0/16', '97.0.0.0/8'] },
    }),
    restricted('from all of the Internet but what a Deny of it leaves', {
      IpAddress: { 'aws:SourceIp': '0.0.0.0/0' },
      NotIpAddress: {
        'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/2', '192.0.0.0/3', '224.0.0.0/4', '240.0.0.0/5'],
      },
    }),
    restricted('from one address of version 6', { IpAddress: { 'aws:SourceIp': '2001:db8::7' } }),
    restricted('until a day that is past', { DateLessThan: { 'aws:CurrentTime': '2021-01-01T00:00:00Z' } }),
    restricted('with a user’s name, for roles', {
      StringEquals: { 'aws:username': 'bob', 'aws:PrincipalType': 'AssumedRole' },
    }),
    restricted('by one endpoint', { StringEquals: { 'aws:SourceVpce': 'vpce-0a1b2c' } }),
    restricted('narrowed to one role', { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${OWN}:role/x` } }),
    restricted('narrowed to one account', { StringEquals: { 'aws:PrincipalAccount': OWN } }),
    restricted('narrowed to one id', { StringLike: { 'aws:userid': 'AROAEXAMPLEID:*' } }),
    restricted('on a key that AWS principals do not have', {
      StringEquals: { 'aws:SourceAccount': OWN },
    }),
    restricted('on the token of a CI service', { StringEquals: { [`${GITHUB}:sub`]: 'repo:acme/infra' } }),
    {
      name: 'a Deny leaves one organisation',
      state: {
        trust: trust(
          aws('*'),
          aws('*', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } }, 'Deny'),
        ),
      },
    },
    { name: 'GitHub, one owner', state: { trust: trust(irsa(subject('repo:acme/*'), github)) } },
    {
      name: 'GitHub, one owner in the form with numbers, whatever its number',
      state: { trust: trust(irsa(subject('repo:acme@*/infra@*:ref:refs/heads/main'), github)) },
    },
    {
      name: 'GitHub, one owner by its number',
      state: { trust: trust(irsa(subject('repo:acme@123456/*', 'repo:acme/*'), github)) },
    },
    {
      name: 'GitHub, one owner in the form with numbers, and no more said',
      state: { trust: trust(irsa(subject('repo:acme@*'), github)) },
    },
    {
      name: 'GitHub, by its own claim',
      state: { trust: trust(irsa({ StringEquals: { [`${GITHUB}:repository`]: 'acme/infra' } }, github)) },
    },
    {
      name: 'GitHub, all others denied',
      state: {
        trust: trust(irsa(undefined, github), {
          Effect: 'Deny',
          Principal: { Federated: github },
          Action: '*',
          Condition: { StringNotLike: { [`${GITHUB}:sub`]: 'repo:acme/*' } },
        }),
      },
    },
    {
      name: 'Google with an audience',
      state: {
        trust: trust(
          irsa({ StringEquals: { 'accounts.google.com:aud': 'app.example' } }, 'accounts.google.com'),
        ),
      },
    },
    { name: 'a cluster’s provider', state: { trust: trust(irsa()) } },
    { name: 'EKS Pod Identity', state: { trust: trust(podIdentity(['sts:AssumeRole', 'sts:TagSession'])) } },
    { name: 'EC2', state: { trust: trust(aws({ Service: 'ec2.amazonaws.com' })) } },
  ],
  indeterminate: [
    {
      name: 'it is beyond the bound',
      state: { trust: beyondBound.principals('*') },
      missing: 'within the bound',
    },
    { name: 'the trust policy is not known', missing: 'trust policy' },
    {
      name: 'it hangs on a variable',
      state: { trust: trust(aws('*', { StringEquals: { 'aws:ResourceOrgID': '${aws:PrincipalOrgID}' } })) },
      missing: 'aws:ResourceOrgID',
    },
    {
      name: 'users by a variable that is not theirs to choose',
      state: { trust: trust(aws('*', { StringEquals: { 'aws:SourceVpc': 'vpc-${aws:username}' } })) },
      missing: 'aws:SourceVpc',
    },
    {
      name: 'it hangs on the time',
      state: { trust: trust(aws('*', { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } })) },
      missing: 'aws:CurrentTime',
    },
    {
      name: 'some SAML providers',
      state: { trust: saml({ Federated: `arn:aws:iam::${OWN}:saml-provider/*` }) },
      missing: 'Principal.Federated',
    },
    ...[
      { Federated: 'oidc.eks.us-east-1.amazonaws.com/id/AAAA' },
      {
        Federated: [
          github,
          'arn:aws:iam::111122223333:oidc-provider/OIDC.eks.us-east-1.amazonaws.com/id/AAAA',
        ],
      },
    ].map((principal) => ({
      name: `a provider that AWS does not know: ${JSON.stringify(principal)}`,
      state: { trust: trust({ ...irsa(subject('repo:acme/*')), Principal: principal }) },
      missing: 'Principal.Federated',
    })),
    ...['*', 'ec2.*'].map((service) => ({
      name: `services by a wildcard: ${service}`,
      state: { trust: trust(aws({ Service: service })) },
      missing: 'Principal.Service',
    })),
    {
      name: 'a wildcard inside an ARN',
      state: { trust: trust(aws({ AWS: 'arn:aws:iam::*:role/x' })) },
      missing: 'Principal',
    },
  ],
});
