import { catalogue } from '@podguard/rules';
import { describe, expect, it } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf } from '../../support/states.ts';
import { irsa, podIdentity, trust } from '../../support/trusts.ts';
import { association, none, OPERATOR, reads, scoped, subjects } from './secrets.ts';

const rule = ruleOf(catalogue, 'secrets-role-unbounded');
const bound = { trust: trust(subjects(OPERATOR)), boundary: null };
const byAssociation = { trust: trust(podIdentity(['sts:AssumeRole', 'sts:TagSession'])), boundary: null };
const operator = association('external-secrets', 'external-secrets');
const manager = 'arn:aws:iam::aws:policy/SecretsManagerReadWrite';

describeRule(rule, 'iam-role', {
  fails: [
    {
      name: 'all secrets, by IRSA',
      state: bound,
      sets: reads('*'),
      related: none,
      evidence: ['policyName', 'Statement[0]', 'serviceAccount'],
    },
    {
      name: 'all parameters, by an association',
      state: byAssociation,
      sets: reads('arn:aws:ssm:*:111122223333:parameter/*', 'ssm:GetParameter*'),
      related: { associations: [operator], customerPolicies: [] },
      evidence: ['Statement[0]', 'serviceAccount'],
    },
    {
      name: "AWS's managed policy",
      state: bound,
      sets: { policies: { [manager]: true }, inlinePolicies: {} },
      related: none,
      evidence: ['policyArn'],
    },
    {
      name: "any service account of the operator's own namespace",
      state: { ...bound, trust: trust(subjects('system:serviceaccount:external-secrets:*', 'StringLike')) },
      sets: reads('*'),
      related: none,
      evidence: ['serviceAccount'],
    },
    {
      name: "names that begin as the operator's",
      state: { ...bound, trust: trust(subjects('system:serviceaccount:tools:external-sec*', 'StringLike')) },
      sets: reads('*'),
      related: none,
      evidence: ['serviceAccount'],
    },
    {
      name: 'the operator by its name beside names by a pattern',
      state: {
        ...bound,
        trust: trust(
          subjects(
            ['system:serviceaccount:tools:external-secrets', 'system:serviceaccount:shop:app-*'],
            'StringLike',
          ),
        ),
      },
      sets: reads('*'),
      related: none,
      evidence: ['serviceAccount'],
    },
    {
      name: 'an operator that the configuration names, in its namespace',
      state: { ...bound, trust: trust(subjects('system:serviceaccount:vault:*', 'StringLike')) },
      config: { secretsOperators: [{ namespace: 'vault', serviceAccount: 'sync' }] },
      sets: reads('*'),
      related: none,
      evidence: ['serviceAccount'],
    },
    {
      name: "the chart's name for another release",
      state: { ...bound, trust: trust(subjects('system:serviceaccount:eso:eso-external-secrets')) },
      sets: reads('*'),
      related: none,
      evidence: ['serviceAccount'],
    },
  ],
  passes: [
    { name: 'secrets of one prefix', state: bound, sets: reads(scoped), related: none },
    {
      name: 'nothing at all, by an association',
      state: byAssociation,
      sets: { policies: {}, inlinePolicies: {} },
      related: { associations: [operator], customerPolicies: [] },
    },
  ],
  indeterminate: [
    { name: 'the trust policy is not known', sets: reads('*'), related: none, missing: 'trust policy' },
    { name: 'its policies are not known', state: bound, related: none, missing: 'policy' },
    {
      name: 'a condition on what is not known',
      state: bound,
      sets: reads('*', 'secretsmanager:GetSecretValue', {
        Condition: { StringEquals: { 'secretsmanager:ResourceTag/eso': 'yes' } },
      }),
      related: none,
      missing: 'secretsmanager:ResourceTag/eso',
    },
    {
      name: 'it is not known whether the association gets it',
      state: {
        ...bound,
        trust: trust(
          podIdentity(['sts:AssumeRole', 'sts:TagSession'], {
            StringEquals: { 'aws:SourceOrgId': 'o-abcdefghij' },
          }),
        ),
      },
      sets: reads('*'),
      related: { associations: [operator], customerPolicies: [] },
      missing: 'gets the role',
    },
    {
      name: 'it is not known whether the operator gets it',
      state: {
        ...bound,
        trust: trust({
          ...subjects(OPERATOR),
          Condition: {
            StringEquals: { 'oidc.eks.eu-central-1.amazonaws.com/id/ABCDEF:sub': OPERATOR },
            DateLessThan: { 'aws:CurrentTime': '2099-01-01T00:00:00Z' },
          },
        }),
      },
      sets: reads('*'),
      related: none,
      missing: 'aws:CurrentTime',
    },
  ],
  notApplicable: [
    {
      name: "an application's service account",
      state: { ...bound, trust: trust(subjects('system:serviceaccount:shop:cart')) },
      sets: reads('*'),
      related: none,
    },
    {
      name: 'any service account: that is another finding',
      state: { ...bound, trust: trust(irsa()) },
      sets: reads('*'),
      related: none,
    },
    {
      name: "any service account of an application's namespace",
      state: { ...bound, trust: trust(subjects('system:serviceaccount:shop:*', 'StringLike')) },
      sets: reads('*'),
      related: none,
    },
    {
      name: 'names by a pattern that leaves the operator out',
      state: {
        ...bound,
        trust: trust(subjects('system:serviceaccount:shop:external-*-reader', 'StringLike')),
      },
      sets: reads('*'),
      related: none,
    },
    {
      name: 'an association that was deleted',
      state: byAssociation,
      sets: reads('*'),
      related: { associations: [association('a', 'external-secrets', true)], customerPolicies: [] },
    },
    {
      name: 'an association of an application',
      state: byAssociation,
      sets: reads('*'),
      related: { associations: [association('shop', 'cart')], customerPolicies: [] },
    },
    {
      name: 'an association that the role does not trust',
      state: { ...bound, trust: trust(subjects('system:serviceaccount:shop:cart')) },
      sets: reads('*'),
      related: { associations: [operator], customerPolicies: [] },
    },
  ],
});

describe('secrets-role-unbounded witnesses', () => {
  const witness = (action: unknown) => {
    const verdict = rule.evaluate(
      resourceOf('iam-role', { state: bound, sets: reads('*', action) }) as never,
      {
        config: configOf(),
        related: none as never,
      },
    );
    return verdict.status === 'fail' ? verdict.witness! : null;
  };

  it('names a secret that is read', () =>
    expect(witness('secretsmanager:*')).toMatchObject({
      text: expect.stringContaining('external-secrets/external-secrets'),
      request: { action: 'secretsmanager:GetSecretValue' },
      extent: { secrets: [] },
    }));
  it('is no worse where nothing further is read', () => {
    const [both, one] = [witness('*')!, witness('ssm:GetParameter')!];
    expect(rule.covers?.(both, one)).toBe(true);
    expect(rule.covers?.(one, both)).toBe(false);
    expect(rule.covers?.({ text: '', request: {} }, one)).toBe(false);
  });
  describe('where names are kept from it', () => {
    const prod = 'arn:aws:secretsmanager:*:*:secret:prod/*';
    const read = { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue' };
    const judge = (...statements: readonly object[]) =>
      rule.evaluate(
        resourceOf('iam-role', {
          state: bound,
          sets: {
            policies: {},
            inlinePolicies: { app: JSON.stringify({ Version: '2012-10-17', Statement: statements }) },
          },
        }) as never,
        { config: configOf(), related: none as never },
      );
    const all = [{ ...read, Resource: '*' }];
    const denied = [...all, { Effect: 'Deny', Action: 'secretsmanager:*', Resource: prod }];

    it.for([
      ['a Deny', denied],
      ['a NotResource', [{ ...read, NotResource: prod }]],
      [
        'a Deny in doubt',
        [
          ...all,
          {
            Effect: 'Deny',
            Action: '*',
            Resource: prod,
            Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } },
          },
        ],
      ],
    ] as const)('says so of %s', ([, statements]) =>
      expect(judge(...statements)).toMatchObject({
        summary: expect.stringMatching(
          /reads secrets of any name but arn:aws:secretsmanager:\S+:secret:prod/,
        ),
        witness: { text: expect.stringMatching(/or for any other name but arn:aws:secretsmanager/) },
      }),
    );
    it.for([
      [
        'what another statement allows',
        [
          { ...read, NotResource: prod },
          { ...read, Resource: prod },
        ],
      ],
      [
        'what is denied of other things',
        [...all, { Effect: 'Deny', Action: '*', Resource: 'arn:aws:s3:::own/*' }],
      ],
    ] as const)('does not count %s', ([, statements]) =>
      expect(judge(...statements)).toMatchObject({ summary: expect.stringMatching(/reads all secrets$/) }),
    );
    it('is worse where the Deny is gone, and no worse where it comes', () => {
      const [without, withDeny] = [judge(...all), judge(...denied)].map((verdict) =>
        verdict.status === 'fail' ? verdict.witness! : null,
      ) as [never, never];
      expect(rule.covers?.(withDeny, without)).toBe(false);
      expect(rule.covers?.(without, withDeny)).toBe(true);
    });
  });
});
