import { catalogue } from '@podguard/rules';
import { describe, expect, it } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { ACCOUNT, configOf, resourceOf } from '../../support/states.ts';
import { irsa, podIdentity, trust } from '../../support/trusts.ts';
import { association, none, OPERATOR, PROVIDER, reads, scoped, subjects, tangled } from './secrets.ts';

const rule = ruleOf(catalogue, 'secrets-role-shared');
const cart = 'system:serviceaccount:shop:cart';
const state = (...statements: readonly ReturnType<typeof irsa>[]) => ({
  trust: trust(...statements),
  boundary: null,
});
const pods = podIdentity(['sts:AssumeRole', 'sts:TagSession']);
const operator = association('external-secrets', 'external-secrets');
const assume = (principal: unknown) => ({ Principal: principal, Action: 'sts:AssumeRole' });
const github = PROVIDER.replace(/oidc-provider.*$/, 'oidc-provider/token.actions.githubusercontent.com');

describeRule(rule, 'iam-role', {
  fails: [
    {
      name: 'a further service account in the list',
      state: state(subjects([OPERATOR, cart])),
      sets: reads(scoped),
      related: none,
      evidence: ['Statement[0]', 'serviceAccount'],
    },
    {
      name: 'any service account of its namespace',
      state: state(subjects('system:serviceaccount:external-secrets:*', 'StringLike')),
      sets: reads(scoped),
      related: none,
      evidence: ['Statement[0]'],
    },
    {
      name: 'a further association',
      state: state(pods),
      sets: reads(scoped),
      related: { associations: [operator, association('shop', 'cart')], customerPolicies: [] },
      evidence: ['association'],
    },
    {
      name: 'a role of the account',
      state: state(subjects(OPERATOR), assume({ AWS: `arn:aws:iam::${ACCOUNT}:role/ci` })),
      sets: reads(scoped),
      related: none,
      evidence: ['Statement[1]'],
    },
    {
      name: 'a service and a SAML provider',
      state: state(subjects(OPERATOR), assume({ Service: 'lambda.amazonaws.com' }), {
        Principal: { Federated: `arn:aws:iam::${ACCOUNT}:saml-provider/idp` },
        Action: 'sts:AssumeRoleWithSAML',
      }),
      sets: reads(scoped),
      related: none,
      evidence: ['Statement[1]', 'Statement[2]'],
    },
    {
      name: "another provider's tokens",
      state: state(subjects(OPERATOR), irsa(undefined, github)),
      sets: reads(scoped),
      related: none,
      evidence: ['Statement[1]'],
    },
  ],
  passes: [
    { name: 'the operator alone', state: state(subjects(OPERATOR)), sets: reads(scoped), related: none },
    {
      name: 'two operators, one of them configured',
      state: state(subjects([OPERATOR, 'system:serviceaccount:vault:sync'])),
      config: { secretsOperators: [{ namespace: 'vault', serviceAccount: 'sync' }] },
      sets: reads('*'),
      related: none,
    },
    {
      name: 'the operator by an association, and the role itself',
      state: state(pods, assume({ AWS: `arn:aws:iam::${ACCOUNT}:role/app` })),
      sets: reads('*'),
      related: {
        associations: [operator, association('shop', 'cart', true)],
        customerPolicies: [],
      },
    },
    {
      name: 'others that a Deny keeps out',
      state: state(
        subjects([OPERATOR, cart]),
        assume({ Service: 'lambda.amazonaws.com' }),
        { Effect: 'Deny', Principal: { Service: 'lambda.amazonaws.com' }, Action: '*' },
        { ...subjects(cart), Effect: 'Deny' },
      ),
      sets: reads(scoped),
      related: none,
    },
  ],
  indeterminate: [
    {
      name: 'a policy beyond the bound',
      state: state(...tangled(PROVIDER)),
      sets: reads(scoped),
      related: none,
      missing: 'could not be decided within the bound',
    },
    {
      name: "beyond the bound for another provider's tokens",
      state: state(subjects(OPERATOR), ...tangled(github)),
      sets: reads(scoped),
      related: none,
      missing: 'could not be decided within the bound',
    },
    {
      name: 'a pattern of providers',
      state: state(subjects(OPERATOR), irsa(undefined, PROVIDER.replace('ABCDEF', '*'))),
      sets: reads(scoped),
      related: none,
      missing: 'stands for',
    },
    {
      name: 'a policy that was not read',
      state: state(subjects([OPERATOR, cart])),
      sets: { policies: { 'arn:aws:iam::111122223333:policy/own': true }, inlinePolicies: {} },
      related: none,
      missing: 'policy/own',
    },
    { name: 'the trust policy is not known', sets: reads('*'), related: none, missing: 'trust policy' },
    {
      name: 'its policies are not known',
      state: state(subjects([OPERATOR, cart])),
      related: none,
      missing: 'policy',
    },
    {
      name: 'what it reads hangs on a condition',
      state: state(subjects([OPERATOR, cart])),
      sets: reads(scoped, 'secretsmanager:GetSecretValue', {
        Condition: { StringEquals: { 'secretsmanager:ResourceTag/eso': 'yes' } },
      }),
      related: none,
      missing: 'secretsmanager:ResourceTag/eso',
    },
    {
      name: 'it is not known whether a role and a service get it',
      state: state(
        subjects(OPERATOR),
        {
          ...assume({ AWS: `arn:aws:iam::${ACCOUNT}:role/ci` }),
          Condition: { DateLessThan: { 'aws:CurrentTime': '2099-01-01T00:00:00Z' } },
        },
        {
          ...assume({ Service: 'lambda.amazonaws.com' }),
          Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
        },
      ),
      sets: reads(scoped),
      related: none,
      missing: 'lambda.amazonaws.com',
    },
    {
      name: 'it is not known whether an association gets it',
      state: state(
        subjects(OPERATOR),
        podIdentity(['sts:AssumeRole'], { StringEquals: { 'aws:SourceOrgId': 'o-abcdefghij' } }),
      ),
      sets: reads(scoped),
      related: { associations: [association('shop', 'cart')], customerPolicies: [] },
      missing: 'gets the role',
    },
    {
      name: 'it is not known whose an association is',
      state: state(subjects(OPERATOR), pods),
      sets: reads(scoped),
      related: { associations: [association(undefined, 'cart')], customerPolicies: [] },
      missing: 'gets the role',
    },
    {
      name: 'it is not known whether the operator gets it',
      state: state({
        ...subjects(OPERATOR),
        Condition: {
          StringEquals: { 'oidc.eks.eu-central-1.amazonaws.com/id/ABCDEF:sub': OPERATOR },
          DateLessThan: { 'aws:CurrentTime': '2099-01-01T00:00:00Z' },
        },
      }),
      sets: reads('*'),
      related: none,
      missing: 'aws:CurrentTime',
    },
  ],
  notApplicable: [
    {
      name: 'no operator',
      state: state(subjects([cart, 'system:serviceaccount:shop:search'])),
      sets: reads('*'),
      related: none,
    },
    {
      name: 'it reads no secrets',
      state: state(subjects([OPERATOR, cart])),
      sets: { policies: {}, inlinePolicies: {} },
      related: none,
    },
  ],
});

describe('secrets-role-shared witnesses', () => {
  const judge = (...statements: readonly ReturnType<typeof irsa>[]) => {
    const verdict = rule.evaluate(
      resourceOf('iam-role', { state: state(...statements), sets: reads(scoped) }) as never,
      { config: configOf(), related: none as never },
    );
    return verdict.status === 'fail' ? verdict.witness! : null;
  };
  const role = assume({ AWS: `arn:aws:iam::${ACCOUNT}:role/ci` });

  it('names the other caller', () => {
    expect(judge(subjects([OPERATOR, cart]))?.text).toBe(
      `A pod in namespace shop using service account cart of cluster oidc.eks.eu-central-1.amazonaws.com/id/ABCDEF gets arn:aws:iam::${ACCOUNT}:role/app`,
    );
    expect(judge(subjects(OPERATOR), role)?.text).toContain('role/ci');
    expect(judge(subjects(OPERATOR), assume({ Service: 'lambda.amazonaws.com' }))).toMatchObject({
      text: `lambda.amazonaws.com gets arn:aws:iam::${ACCOUNT}:role/app`,
      request: { action: 'sts:AssumeRole', principal: 'lambda.amazonaws.com' },
    });
    expect(judge(subjects(OPERATOR), irsa(undefined, github))).toMatchObject({
      request: { action: 'sts:AssumeRoleWithWebIdentity', principal: github },
    });
  });
  it('counts them all', () => {
    const verdict = rule.evaluate(
      resourceOf('iam-role', {
        state: state(
          subjects([OPERATOR, cart, 'system:serviceaccount:shop:search']),
          assume({
            AWS: [ACCOUNT, `arn:aws:iam::${ACCOUNT}:role/app`, 'arn:aws:iam::444455556666:user/eve'],
          }),
        ),
        sets: reads(scoped),
      }) as never,
      { config: configOf(), related: none as never },
    );
    expect(verdict).toMatchObject({
      summary: expect.stringMatching(/also shop\/cart of oidc\.eks\S+, and 3 more$/),
      witness: {
        extent: [
          expect.stringMatching(/^shop\/cart of/),
          expect.stringMatching(/^shop\/search of/),
          `arn:aws:*::${ACCOUNT}:*`,
          'arn:aws:iam::444455556666:user/eve',
        ],
      },
    });
  });
  it('is no worse for one account less, or one where it was all', () => {
    const all = judge(subjects(OPERATOR), assume('*'))!;
    const account = judge(subjects(OPERATOR), assume({ AWS: ACCOUNT }))!;
    const one = judge(subjects(OPERATOR), role)!;
    expect(rule.covers?.(all, account)).toBe(true);
    expect(rule.covers?.(account, one)).toBe(true);
    expect(rule.covers?.(one, account)).toBe(false);
  });
  it('is no worse where no further way in is open', () => {
    const [one, two] = [judge(subjects(OPERATOR), role)!, judge(subjects([OPERATOR, cart]), role)!];
    expect(rule.covers?.(two, one)).toBe(true);
    expect(rule.covers?.(one, two)).toBe(false);
    expect(rule.covers?.({ text: '', request: {} }, one)).toBe(false);
  });
});
