import { catalogue } from '@podguard/rules';
import { describe, expect, it, test } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf } from '../../support/states.ts';
import { aws, beyondBound, irsa, podIdentity, trust } from '../../support/trusts.ts';

const rule = ruleOf(catalogue, 'trust-public-principal');
const OWN = '111122223333';
const GITHUB = 'token.actions.githubusercontent.com';
const github = `arn:aws:iam::${OWN}:oidc-provider/${GITHUB}`;
const forSts = { [`${GITHUB}:aud`]: 'sts.amazonaws.com' };
const subject = (...patterns: readonly string[]) => ({
  StringEquals: forSts,
  StringLike: { [`${GITHUB}:sub`]: patterns },
});
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
    open('everybody'),
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
    open('until a day', { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } }),
    open('from any address', { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } }),
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
    token('GitHub without a condition', github),
    token('GitHub with an audience', github, { StringEquals: forSts }),
    token('GitHub, any repository', github, subject('repo:*')),
    token('GitHub, one owner among any', github, subject('repo:acme/*', 'repo:*/infra:*')),
    token('GitHub, owners by how they begin', github, subject('repo:acme*')),
    token('GitHub, a branch of any repository', github, {
      StringEquals: { [`${GITHUB}:ref`]: 'refs/heads/main' },
    }),
    token('Google without a condition', 'accounts.google.com'),
    token('any Cognito pool', 'cognito-identity.amazonaws.com', {
      'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
    }),
  ],
  passes: [
    { name: 'an account', state: { trust: trust(aws({ AWS: '444455556666' })) } },
    restricted('of an organisation', { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } }),
    restricted('of a part of an organisation', {
      'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-abcdefghij/r-ab12/*' },
    }),
    restricted('from one network', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }),
    restricted('from one half of the Internet', { IpAddress: { 'aws:SourceIp': '0.0.0.0/1' } }),
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
      name: 'a wildcard inside an ARN',
      state: { trust: trust(aws({ AWS: 'arn:aws:iam::*:role/x' })) },
      missing: 'Principal',
    },
  ],
});

describe('trust-public-principal witnesses', () => {
  const judge = (text: string) =>
    rule.evaluate(resourceOf('iam-role', { state: { trust: text } }) as never, {
      config: configOf(),
      related: {} as never,
    });
  test.for<[string, string, string]>([
    [
      'a role that nobody knows',
      trust(aws('*', { StringEquals: { 'sts:ExternalId': 'abc' } })),
      'arn:aws:sts::999999999999:assumed-role/unrelated-role/unrelated-session, giving sts:externalid "abc", gets arn:aws:iam::111122223333:role/app',
    ],
    [
      'a token of a repository that nobody knows',
      trust(irsa(subject('repo:*'), github)),
      'A token of token.actions.githubusercontent.com with sub "repo:unrelated-owner/unrelated-repo:ref:refs/heads/main" and aud "sts.amazonaws.com" gets arn:aws:iam::111122223333:role/app',
    ],
  ])('%s', ([, text, words]) => {
    expect(judge(text)).toMatchObject({ witness: { text: words } });
  });
  it('is no worse where nobody else gets in', () => {
    const of = (...ways: readonly string[]) => ({ text: '', request: {}, extent: ways });
    expect(rule.covers?.(of('any AWS account', github), of(github))).toBe(true);
    expect(rule.covers?.(of(github), of('any AWS account'))).toBe(false);
    expect(rule.covers?.({ text: '', request: {} }, of(github))).toBe(false);
  });
});
