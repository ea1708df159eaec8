import { catalogue } from '@podguard/rules';
import { describe, expect, it } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { ISSUER, irsa, PROVIDER, trust } from '../../support/trusts.ts';

const rule = ruleOf(catalogue, 'irsa-subject-unrestricted');
const related = { associations: [] };
const subject = 'system:serviceaccount:shop:cart';
const only = { StringEquals: { [`${ISSUER}:sub`]: subject, [`${ISSUER}:aud`]: 'sts.amazonaws.com' } };
const own = 'arn:aws:iam::111122223333:oidc-provider/oidc.example.com/prod';

describeRule(rule, 'iam-role', {
  fails: [
    { name: 'no condition', state: { trust: trust(irsa()) }, related, evidence: ['Statement[0]', 'issuer'] },
    {
      name: 'only the audience',
      state: { trust: trust(irsa({ StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com' } })) },
      related,
      evidence: [`Statement[0].Condition.StringEquals["${ISSUER}:aud"]`],
    },
    {
      name: 'any subject',
      state: { trust: trust(irsa({ StringLike: { [`${ISSUER}:sub`]: 'system:serviceaccount:*:*' } })) },
      related,
      evidence: ['issuer'],
    },
    {
      name: 'all but one subject',
      state: { trust: trust(irsa({ StringNotEquals: { [`${ISSUER}:sub`]: subject } })) },
      related,
      evidence: ['issuer'],
    },
    {
      name: 'another audience',
      state: { trust: trust(irsa({ StringEquals: { [`${ISSUER}:aud`]: 'my-audience' } })) },
      related,
      evidence: ['issuer'],
    },
    {
      name: 'the key of another issuer, where it is',
      state: {
        trust: trust(
          irsa({ StringEqualsIfExists: { 'oidc.eks.eu-central-1.amazonaws.com/id/OTHER:sub': subject } }),
        ),
      },
      related,
      evidence: ['issuer'],
    },
    {
      name: 'not the subject of another issuer',
      state: {
        trust: trust(
          irsa({ StringNotEquals: { 'oidc.eks.eu-central-1.amazonaws.com/id/OTHER:sub': subject } }),
        ),
      },
      related,
      evidence: ['issuer'],
    },
    {
      name: 'another claim of its own, where it is',
      state: { trust: trust(irsa({ StringEqualsIfExists: { [`${ISSUER}:email`]: 'x@example.com' } })) },
      related,
      evidence: ['issuer'],
    },
    {
      name: 'audiences by a pattern',
      state: { trust: trust(irsa({ StringLike: { [`${ISSUER}:aud`]: 'vault-*' } })) },
      related,
      evidence: ['issuer'],
    },
    {
      name: 'two providers at once',
      state: { trust: trust(irsa(), irsa(undefined, PROVIDER.replace('ABCDEF', 'FEDCBA'))) },
      related,
      evidence: ['issuer'],
    },
    {
      name: 'the second of two statements is open',
      state: { trust: trust(irsa(only), irsa()) },
      related,
      evidence: ['Statement[1]', 'issuer'],
    },
    {
      name: 'the issuer of a self-managed cluster',
      state: { trust: trust(irsa(undefined, own)) },
      config: { issuers: ['oidc.example.com/prod'] },
      related,
      evidence: ['issuer'],
    },
  ],
  passes: [
    { name: 'one exact subject', state: { trust: trust(irsa(only)) }, related },
    {
      name: 'a list of exact subjects',
      state: {
        trust: trust(
          irsa({ StringEquals: { [`${ISSUER}:sub`]: [subject, 'system:serviceaccount:shop:search'] } }),
        ),
      },
      related,
    },
    {
      name: 'the key in another case',
      state: { trust: trust(irsa({ StringEquals: { [`${ISSUER}:SUB`]: subject } })) },
      related,
    },
    {
      name: 'open, but denied to all others',
      state: {
        trust: trust(irsa(), {
          Effect: 'Deny',
          Principal: '*',
          Action: '*',
          Condition: { StringNotEquals: { [`${ISSUER}:sub`]: subject } },
        }),
      },
      related,
    },
  ],
  indeterminate: [
    { name: 'the trust policy is not known', related, missing: 'trust policy' },
    {
      name: 'it hangs on what is not known',
      state: { trust: trust(irsa({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })) },
      related,
      missing: 'aws:SourceIp',
    },
  ],
  notApplicable: [
    {
      name: 'the provider of something else',
      state: {
        trust: trust(
          irsa(undefined, 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com'),
        ),
      },
      related,
    },
    {
      name: 'a provider that is no OIDC provider',
      state: { trust: trust(irsa(undefined, 'cognito-identity.amazonaws.com')) },
      related,
    },
    {
      name: 'a role for EC2',
      state: { trust: trust({ Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }) },
      related,
    },
  ],
});

describe('irsa-subject-unrestricted witnesses', () => {
  const witness = (...providers: readonly string[]) => ({ text: '', request: { providers } });
  it('is no worse where no further provider is let in', () => {
    expect(rule.covers?.(witness(PROVIDER, own), witness(PROVIDER))).toBe(true);
    expect(rule.covers?.(witness(PROVIDER), witness(PROVIDER, own))).toBe(false);
    expect(rule.covers?.({ text: '', request: {} }, witness(own))).toBe(false);
  });
});
