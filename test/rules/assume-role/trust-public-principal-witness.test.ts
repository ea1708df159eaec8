import { catalogue } from '@podguard/rules';
import { describe, expect, it, test } from 'vitest';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf } from '../../support/states.ts';
import { aws, irsa, trust } from '../../support/trusts.ts';
import { github, saml, subject } from './public-trusts.ts';

const rule = ruleOf(catalogue, 'trust-public-principal');

const STRANGER = 'arn:aws:sts::999999999999:assumed-role/unrelated-role/unrelated-session';

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
      `${STRANGER}, with sts:ExternalId "abc", gets arn:aws:iam::111122223333:role/app`,
    ],
    [
      'a role, and what it has to bring',
      trust(
        aws('*', {
          IpAddress: { 'AWS:SourceIP': '0.0.0.0/0' },
          StringLike: { 'aws:UserAgent': '*eks*' },
          Bool: { 'aws:MultiFactorAuthPresent': 'true' },
        }),
      ),
      `${STRANGER}, with AWS:SourceIP "23.97.97.97", aws:UserAgent "eks" and aws:MultiFactorAuthPresent "true", gets arn:aws:iam::111122223333:role/app`,
    ],
    [
      'a user',
      trust(aws('*', { StringEquals: { 'aws:username': 'bob' } })),
      'arn:aws:iam::999999999999:user/bob, with aws:username "bob", gets arn:aws:iam::111122223333:role/app',
    ],
    [
      'a time',
      trust(aws('*', { DateGreaterThan: { 'aws:CurrentTime': '2020-01-01' } })),
      `${STRANGER} gets arn:aws:iam::111122223333:role/app at any time since 2026-01-01`,
    ],
    [
      'a token of a repository that nobody knows',
      trust(irsa(subject('repo:*'), github)),
      'A token of token.actions.githubusercontent.com with sub "repo:unrelated-owner/unrelated-repo:ref:refs/heads/main" and aud "sts.amazonaws.com" gets arn:aws:iam::111122223333:role/app',
    ],
    [
      'a token of an owner whose name begins the same',
      trust(irsa(subject('repo:acme*'), github)),
      'A token of token.actions.githubusercontent.com with sub "repo:acme-unrelated-owner/unrelated-repo:ref:refs/heads/main" and aud "sts.amazonaws.com" gets arn:aws:iam::111122223333:role/app',
    ],
    [
      'a token of another owner’s repository of the same name, from an address',
      trust(irsa({ ...subject('repo:*/infra:*'), IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, github)),
      'A token of token.actions.githubusercontent.com with sub "repo:unrelated-owner/infra:ref:refs/heads/main", aud "sts.amazonaws.com" and aws:SourceIp "23.97.97.97" gets arn:aws:iam::111122223333:role/app',
    ],
    [
      'an assertion',
      saml({ Federated: '*' }, { StringEquals: { 'saml:aud': 'https://signin.aws.amazon.com/saml' } }),
      'Whoever has an assertion of unrelated-provider, or of any other SAML provider of the account, with saml:aud "https://signin.aws.amazon.com/saml", gets arn:aws:iam::111122223333:role/app',
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
