import { catalogue } from '@podguard/rules';
import { expect, it } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf } from '../../support/states.ts';
import {
  AUD,
  account,
  beyondBound,
  deny,
  EXACT,
  ISSUER,
  irsa,
  irsaOf,
  NOT_APPLICABLE,
  OTHER,
  OTHER_EXACT,
  OTHER_ISSUER,
  PROVIDER,
  role,
  STS,
  SUB,
  subjects,
  UNTIL,
  WEB,
} from './policies.ts';

const rule = ruleOf(catalogue, 'irsa-subject-unrestricted');
const own = 'arn:aws:iam::111122223333:oidc-provider/oidc.example.com/prod';

describeRule(rule, 'iam-role', {
  fails: [
    {
      name: 'a cluster without a condition',
      neighbour: 'one exact subject',
      state: role(irsa()),
      evidence: ['Statement[0]', 'issuer'],
    },
    {
      name: 'only the audience',
      state: role(irsa({ StringEquals: { [AUD]: STS } })),
      evidence: [`Statement[0].Condition.StringEquals["${AUD}"]`],
    },
    {
      name: 'any subject',
      state: subjects(account('*:*')),
      evidence: [`Statement[0].Condition.StringLike["${SUB}"]`],
    },
    {
      name: 'one wildcard among exact names',
      state: subjects([account('shop:cart'), 'system:*']),
      evidence: ['issuer'],
    },
    {
      name: 'a star beside a variable',
      state: subjects([account('a:$' + '{aws:RequestTag/x}'), '*']),
      evidence: ['issuer'],
    },
    {
      name: 'a Deny on a variable that has no value',
      state: role(irsa(), deny({ StringEquals: { [SUB]: '$' + '{aws:PrincipalTag/q}' } })),
      evidence: ['Statement[0]'],
    },
    {
      name: 'another audience',
      state: role(irsa({ StringEquals: { [AUD]: 'my-audience' } })),
      evidence: ['issuer'],
    },
    {
      name: 'the key of another issuer, where it is',
      state: role(irsa({ StringEqualsIfExists: { [`${OTHER_ISSUER}:sub`]: account('shop:cart') } })),
      evidence: [`Statement[0].Condition.StringEqualsIfExists["${OTHER_ISSUER}:sub"]`],
    },
    {
      name: 'not the subject of another issuer',
      state: role(irsa({ StringNotEquals: { [`${OTHER_ISSUER}:sub`]: account('shop:cart') } })),
      evidence: ['issuer'],
    },
    {
      name: 'a subject that is there',
      state: role(irsa({ Null: { [SUB]: 'false' } })),
      evidence: ['issuer'],
    },
    {
      name: 'only an address range',
      state: role(irsa({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })),
      evidence: ['Statement[0].Condition.IpAddress["aws:SourceIp"]'],
    },
    {
      name: 'two clusters, of which one is open',
      state: role(irsa(EXACT), irsa(undefined, OTHER)),
      evidence: ['Statement[1]', 'issuer'],
    },
    {
      name: 'the second of two statements is open',
      state: role(irsa(EXACT), irsa()),
      evidence: ['Statement[1]'],
    },
    { name: 'all actions of STS', state: role({ ...irsa(), Action: 'sts:*' }), evidence: ['Statement[0]'] },
    {
      name: 'a Deny that needs two conditions',
      state: role(irsa(), deny({ StringNotEquals: { [SUB]: account('shop:cart'), [AUD]: STS } })),
      evidence: ['Statement[0]'],
    },
    {
      name: 'a Deny of another action',
      state: role(irsa(), deny({ StringNotEquals: { [SUB]: account('shop:cart') } }, 'sts:TagSession')),
      evidence: ['Statement[0]'],
    },
    {
      name: 'the issuer of a self-managed cluster',
      state: role(irsa(undefined, own)),
      config: { issuers: ['oidc.example.com/prod'] },
      evidence: ['issuer'],
    },
    {
      name: 'a wildcard for the provider, held to one issuer by its audience',
      state: role(irsa({ StringEquals: { [AUD]: STS } }, '*')),
      evidence: ['issuer'],
    },
  ],
  passes: [
    { name: 'one exact subject', state: role(irsa(EXACT)) },
    {
      name: 'a list of exact subjects',
      state: subjects([account('shop:cart'), account('shop:search')], 'StringEquals'),
    },
    {
      name: 'the key in another case',
      state: role(irsa({ StringEquals: { [`${ISSUER}:SUB`]: account('shop:cart') } })),
    },
    { name: 'a namespace, which another rule reports', state: subjects(account('shop:*')) },
    { name: 'a key of another issuer that is never there', state: role(irsa(OTHER_EXACT)) },
    {
      name: 'open, but denied to all others',
      state: role(irsa(), deny({ StringNotEquals: { [SUB]: account('shop:cart') } }, '*')),
    },
    { name: 'all actions of STS for one subject', state: role({ ...irsa(EXACT), Action: 'sts:*' }) },
    {
      name: 'a provider beside a wildcard that stands for it too',
      state: role(irsaOf(EXACT, '*', PROVIDER)),
    },
    { name: 'a wildcard for the provider, held to one subject', state: role(irsa(EXACT, '*')) },
  ],
  indeterminate: [
    { name: 'the trust policy is not known', missing: 'trust policy' },
    { name: 'the trust policy is no policy', state: { trust: '{"Statement":[{}]}' }, missing: 'Statement' },
    { name: 'it hangs on the time', state: role(irsa(UNTIL)), missing: 'aws:CurrentTime' },
    {
      name: 'the policy is beyond the bound',
      state: role(...beyondBound(PROVIDER, SUB)),
      missing: 'trust policy',
    },
  ],
  notApplicable: [
    ...NOT_APPLICABLE,
    {
      name: 'a provider that is no OIDC provider',
      state: role(irsa(undefined, 'cognito-identity.amazonaws.com')),
    },
    {
      name: 'everybody, but by another action',
      state: role({ Principal: '*', Action: 'sts:AssumeRole', Condition: { StringEquals: { [SUB]: 'x' } } }),
    },
  ],
});

const judge = (state: { readonly trust: string }) => {
  const verdict = rule.evaluate(resourceOf('iam-role', { state }) as never, {
    config: configOf(),
    related: {} as never,
  });
  if (verdict.status !== 'fail' || verdict.witness === null) throw new Error(`no witness: ${verdict.status}`);
  return verdict.witness;
};

it('names a pod that nobody meant', () => {
  const { text, request } = judge(role(irsa(EXACT), irsa()));
  expect(text).toBe(
    `A pod in namespace unrelated-namespace using service account unrelated-app of cluster ${ISSUER} gets arn:aws:iam::111122223333:role/app`,
  );
  expect(request).toMatchObject({
    action: WEB,
    provider: PROVIDER,
    sub: account('unrelated-namespace:unrelated-app'),
    aud: STS,
  });
});

it('is no worse where no further provider is let in', () => {
  const one = judge(role(irsa()));
  const both = judge(role(irsa(), irsa(undefined, OTHER)));
  expect(rule.covers?.(one, judge(subjects('*')))).toBe(true);
  expect(rule.covers?.(both, one)).toBe(true);
  expect(rule.covers?.(one, both)).toBe(false);
  expect(rule.covers?.({ text: '', request: {} }, one)).toBe(false);
});
