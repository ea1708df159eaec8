import { catalogue } from '@podguard/rules';
import { describe, expect, it } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { aws, trust } from '../../support/trusts.ts';

const rule = ruleOf(catalogue, 'trust-external-id-missing');
const THIRD = '444455556666';
const config = { thirdPartyAccounts: ['777788889999', THIRD] };
const id = (operator: string, value: string) => ({ [operator]: { 'sts:ExternalId': value } });

describeRule(rule, 'iam-role', {
  fails: [
    {
      name: 'a third party without a condition',
      state: { trust: trust(aws({ AWS: THIRD })) },
      config,
      evidence: ['Statement[0].Principal.AWS'],
    },
    {
      name: 'an external id if there is one',
      state: { trust: trust(aws({ AWS: THIRD }, id('StringEqualsIfExists', 'abc'))) },
      config,
      evidence: ['Statement[0].Condition.StringEqualsIfExists["sts:ExternalId"]'],
    },
    {
      name: 'any external id',
      state: { trust: trust(aws({ AWS: THIRD }, id('StringLike', '*'))) },
      config,
      evidence: ['Statement[0].Condition.StringLike["sts:ExternalId"]'],
    },
    {
      name: 'a role of it in a second statement without',
      state: {
        trust: trust(
          aws({ AWS: THIRD }, id('StringEquals', 'abc')),
          aws({ AWS: `arn:aws:iam::${THIRD}:role/x` }),
        ),
      },
      config,
      evidence: ['Statement[1].Principal.AWS'],
    },
  ],
  passes: [
    {
      name: 'an external id',
      state: { trust: trust(aws({ AWS: THIRD }, id('StringEquals', 'abc'))) },
      config,
    },
    {
      name: 'all others denied',
      state: { trust: trust(aws({ AWS: THIRD }), aws('*', id('StringNotEquals', 'abc'), 'Deny')) },
      config,
    },
    { name: 'the account of no third party', state: { trust: trust(aws({ AWS: '111122223333' })) }, config },
    {
      name: 'everybody of an organisation',
      state: { trust: trust(aws('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } })) },
      config,
    },
  ],
  indeterminate: [
    { name: 'the trust policy is not known', config, missing: 'trust policy' },
    {
      name: 'the id is a variable',
      state: { trust: trust(aws({ AWS: THIRD }, id('StringEquals', '${aws:PrincipalTag/id}'))) },
      config,
      missing: 'sts:ExternalId',
    },
  ],
  notApplicable: [{ name: 'no third party is configured', state: { trust: trust(aws({ AWS: THIRD })) } }],
});

describe('trust-external-id-missing witnesses', () => {
  it('is no worse where no further account gets in without', () => {
    const of = (...accounts: readonly string[]) => ({ text: '', request: {}, extent: accounts });
    expect(rule.covers?.(of(THIRD), of(THIRD))).toBe(true);
    expect(rule.covers?.(of(), of(THIRD))).toBe(false);
  });
});
