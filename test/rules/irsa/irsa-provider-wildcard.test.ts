import { catalogue } from '@podguard/rules';
import { expect, it } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf } from '../../support/states.ts';
import {
  AUD,
  account,
  allBut,
  beyondBound,
  deny,
  EXACT,
  ISSUER,
  irsa,
  OTHER,
  OTHER_ISSUER,
  PROVIDER,
  role,
  STS,
  SUB,
  UNTIL,
  WEB,
} from './policies.ts';

const rule = ruleOf(catalogue, 'irsa-provider-wildcard');
const everybody = (condition?: unknown, action: unknown = WEB) => ({
  ...irsa(condition),
  Principal: '*',
  Action: action,
});
const FEDERATED = 'Statement[0].Principal.Federated';

describeRule(rule, 'iam-role', {
  fails: [
    { name: 'any provider', state: role(irsa(undefined, '*')), evidence: [FEDERATED] },
    { name: 'any principal', state: role(everybody()), evidence: ['Statement[0].Principal'] },
    {
      name: 'any principal, all actions of STS',
      state: role(everybody(undefined, 'sts:*')),
      evidence: ['Statement[0].Principal'],
    },
    {
      name: 'any provider, conditions for one where they exist',
      state: role(irsa({ StringEqualsIfExists: { [SUB]: account('a:b') } }, '*')),
      evidence: [FEDERATED],
    },
    {
      name: 'any provider but one subject',
      state: role(irsa({ StringNotEquals: { [SUB]: account('a:b') } }, '*')),
      evidence: [FEDERATED],
    },
    {
      name: 'any provider of the account',
      state: role(irsa(undefined, 'arn:aws:iam::111122223333:oidc-provider/*')),
      evidence: [FEDERATED],
    },
    {
      name: 'any cluster of a region',
      state: role(
        irsa(undefined, 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/*'),
      ),
      evidence: [FEDERATED],
    },
    {
      name: 'any account',
      state: role(irsa(undefined, 'arn:*:iam::*:oidc-provider/*')),
      evidence: [FEDERATED],
    },
    {
      name: 'a Deny that leaves the others',
      state: role(irsa(undefined, '*'), deny({ StringEquals: { [SUB]: account('a:b') } })),
      evidence: [FEDERATED],
    },
    {
      name: 'any provider, held to one service account of one cluster',
      state: role(irsa(EXACT, '*')),
      severity: 'medium',
      evidence: [FEDERATED],
    },
    {
      name: 'everybody, held to one service account',
      state: role(everybody(EXACT)),
      severity: 'low',
      evidence: ['Statement[0].Principal'],
    },
    {
      name: 'any provider of the account, held to one service account',
      state: role(irsa(EXACT, 'arn:aws:iam::111122223333:oidc-provider/*')),
      severity: 'medium',
      evidence: [FEDERATED],
    },
    {
      name: 'any provider, held to a pipeline',
      state: role(irsa({ StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:x/y:*' } }, '*')),
      severity: 'medium',
      evidence: [FEDERATED],
    },
    {
      name: 'any provider, held to one by a Deny',
      state: role(irsa(undefined, '*'), deny({ StringNotEquals: { [SUB]: account('a:b') } })),
      severity: 'medium',
      evidence: [FEDERATED],
    },
  ],
  passes: [
    { name: 'beside a statement with NotPrincipal', state: role(irsa(EXACT), allBut(OTHER)) },
    { name: 'the policy of the EKS guide', state: role(irsa(EXACT)) },
    { name: 'a wildcard in a Deny', state: role(irsa(EXACT), deny({ StringNotEquals: { [AUD]: STS } })) },
    {
      name: 'a provider that is named, open to all its tokens',
      state: role(irsa()),
    },
  ],
  indeterminate: [
    { name: 'the trust policy is not known', missing: 'trust policy' },
    { name: 'it hangs on the time', state: role(irsa(UNTIL, '*')), missing: 'aws:CurrentTime' },
    {
      name: 'a condition on the provider',
      state: role(irsa({ StringEquals: { 'aws:FederatedProvider': PROVIDER } }, '*')),
      missing: 'aws:FederatedProvider',
    },
    {
      name: 'the policy is beyond the bound',
      state: role(...beyondBound('*', 'aws:SourceVpc')),
      missing: 'trust policy',
    },
  ],
  notApplicable: [
    {
      name: 'a role for EC2',
      state: role({ Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }),
    },
    {
      name: 'a SAML provider',
      state: role({ ...irsa(), Principal: { Federated: 'arn:aws:iam::111122223333:saml-provider/*' } }),
    },
    {
      name: 'any cluster of a region, held to a pipeline, which is none',
      state: role(
        irsa(
          { StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:x/y:*' } },
          'arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/*',
        ),
      ),
    },
    { name: 'everybody, by another action', state: role(everybody(undefined, 'sts:AssumeRole')) },
    {
      name: 'any provider, for nobody',
      state: role(irsa({ Null: { [SUB]: 'true' }, StringEquals: { [AUD]: STS } }, '*')),
    },
  ],
});

const judge = (state: { readonly trust: string }, more: object = {}) => {
  const resource = { ...resourceOf('iam-role', { state }), ...more };
  const verdict = rule.evaluate(resource as never, { config: configOf(), related: {} as never });
  if (verdict.status !== 'fail') throw new Error(`no finding: ${verdict.status}`);
  return verdict;
};

it('shows a token of a provider that nobody meant', () => {
  const { witness } = judge(role(irsa(undefined, '*')));
  expect(witness?.text).toContain(
    'or of any other OIDC provider of the account, gets arn:aws:iam::111122223333:role/app',
  );
  expect(witness?.request).toMatchObject({
    action: WEB,
    provider:
      'arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/97979797979797979797979797979797',
  });
  expect(rule.covers?.(witness as never, witness as never)).toBe(true);
});

it('names what the bearer must bring besides', () => {
  const { witness } = judge(role(irsa({ StringEquals: { 'sts:RoleSessionName': 'deploy' } }, '*')));
  expect(witness?.text).toContain('provider of the account, with sts:RoleSessionName "deploy", gets arn:');
});

it('has no request to show for an ARN with a wildcard, which AWS does not store', () => {
  expect(judge(role(irsa(undefined, 'arn:aws:iam::111122223333:oidc-provider/*'))).witness).toBeNull();
});

it('knows a role of a document, whose account is not known', () => {
  const document = { key: 'trust.json', account: '' };
  expect(judge(role(irsa(undefined, '*')), document).graded).toBeUndefined();
  expect(judge(role(irsa(EXACT, '*')), document).graded?.because).toContain(ISSUER);
  expect(
    judge(role(irsa({ ...EXACT, Null: { [`${OTHER_ISSUER}:sub`]: 'true' } }, '*')), document).graded
      ?.severity,
  ).toBe('medium');
});
