import { catalogue } from '@podguard/rules';
import { describe, expect, it } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { aws, PROVIDER, trust } from '../../support/trusts.ts';

const rule = ruleOf(catalogue, 'trust-not-principal');
const WEB = 'sts:AssumeRoleWithWebIdentity';
const OTHER = 'oidc.eks.us-east-1.amazonaws.com/id/OTHER';
const OWN = '111122223333';
const except = (listed: unknown, condition?: unknown, effect: 'Allow' | 'Deny' = 'Allow') => {
  const { Principal, ...statement } = aws(listed, condition, effect);
  return { ...statement, NotPrincipal: Principal } as unknown as ReturnType<typeof aws>;
};
const ours = { StringEquals: { 'aws:PrincipalAccount': OWN } };

describeRule(rule, 'iam-role', {
  fails: [
    {
      name: 'everybody but an account',
      state: { trust: trust(except({ AWS: OWN })) },
      evidence: ['Statement[0].NotPrincipal'],
    },
    {
      name: 'everybody but a role, with an external id',
      state: {
        trust: trust(
          except({ AWS: `arn:aws:iam::${OWN}:role/x` }, { StringEquals: { 'sts:ExternalId': 'abc' } }),
        ),
      },
      evidence: ['Statement[0].NotPrincipal', 'Statement[0].Condition.StringEquals["sts:ExternalId"]'],
    },
    {
      name: 'of the own account only',
      state: { trust: trust(except({ AWS: `arn:aws:iam::${OWN}:user/x` }, ours)) },
      severity: 'medium',
      evidence: ['Statement[0].NotPrincipal'],
    },
    {
      name: 'all others denied',
      state: {
        trust: trust(
          except({ AWS: `arn:aws:iam::${OWN}:user/x` }),
          aws('*', { StringNotEquals: { 'aws:PrincipalAccount': OWN } }, 'Deny'),
        ),
      },
      severity: 'medium',
      evidence: ['Statement[0].NotPrincipal'],
    },
    ...['sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithSAML'].map((Action) => ({
      name: `everybody but a role, by ${Action}`,
      state: { trust: trust({ ...except({ AWS: `arn:aws:iam::${OWN}:role/x` }), Action }) },
      evidence: ['Statement[0].NotPrincipal'],
    })),
    {
      name: 'every provider but one',
      state: { trust: trust({ ...except({ Federated: PROVIDER }), Action: WEB }) },
      evidence: ['Statement[0].NotPrincipal'],
    },
    {
      name: 'every provider but one, held to the tokens of another',
      state: {
        trust: trust({
          ...except(
            { Federated: PROVIDER },
            { StringEquals: { [`${OTHER}:sub`]: 'system:serviceaccount:a:b' } },
          ),
          Action: WEB,
        }),
      },
      severity: 'medium',
      evidence: ['Statement[0].NotPrincipal'],
    },
    {
      name: 'every provider but one, with a claim that nobody has',
      state: {
        trust: trust({
          ...except({ Federated: PROVIDER }, { StringEquals: { 'sts:ExternalId': 'x' } }),
          Action: WEB,
        }),
      },
      severity: 'low',
      evidence: ['Statement[0].NotPrincipal'],
    },
    {
      name: 'nobody let in',
      state: {
        trust: trust(except({ AWS: `arn:aws:iam::${OWN}:user/x` }), aws('*', undefined, 'Deny')),
      },
      severity: 'low',
      evidence: ['Statement[0].NotPrincipal'],
    },
    {
      name: 'of the own account only, beside a statement that is open to all',
      state: { trust: trust(except({ AWS: `arn:aws:iam::${OWN}:user/x` }, ours), aws('*')) },
      severity: 'medium',
      evidence: ['Statement[0].NotPrincipal'],
    },
  ],
  passes: [
    { name: 'the same by Principal', state: { trust: trust(aws({ AWS: OWN })) } },
    {
      name: 'a Deny of all others',
      state: { trust: trust(aws({ AWS: OWN }), except({ AWS: OWN }, undefined, 'Deny')) },
    },
  ],
  indeterminate: [
    { name: 'the trust policy is not known', missing: 'trust policy' },
    {
      name: 'tokens until a day',
      state: {
        trust: trust({
          ...except({ Federated: PROVIDER }, { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } }),
          Action: WEB,
        }),
      },
      missing: 'aws:CurrentTime',
    },
    {
      name: 'it hangs on a variable',
      state: {
        trust: trust(
          except({ AWS: OWN }, { StringEquals: { 'aws:ResourceOrgID': '${aws:PrincipalOrgID}' } }),
        ),
      },
      missing: 'aws:ResourceOrgID',
    },
  ],
});

describe('trust-not-principal witnesses', () => {
  it('is no worse by another witness', () => {
    const witness = { text: '', request: {} };
    expect(rule.covers?.(witness, witness)).toBe(true);
  });
});
