import { catalogue } from '@podguard/rules';
import { describe, expect, it } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { aws, beyondBound, irsa, trust } from '../../support/trusts.ts';

const rule = ruleOf(catalogue, 'trust-account-root');
const OWN = '111122223333';
const OTHER = '777788889999';
const config = { knownAccounts: [OTHER] };
const named = (arn: string) => ({ ArnLike: { 'aws:PrincipalArn': arn } });

describeRule(rule, 'iam-role', {
  fails: [
    {
      name: 'the whole account is trusted',
      state: { trust: trust(aws({ AWS: OWN })) },
      evidence: ['Statement[0].Principal.AWS'],
    },
    {
      name: 'the root of a known account',
      state: { trust: trust(aws({ AWS: `arn:aws:iam::${OTHER}:root` })) },
      config,
      evidence: ['Statement[0].Principal.AWS'],
    },
    {
      name: 'with MFA',
      state: { trust: trust(aws({ AWS: OWN }, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })) },
      evidence: ['Statement[0].Principal.AWS'],
    },
    {
      name: 'each user of it, under his own name',
      state: {
        trust: trust(aws({ AWS: OWN }, { StringLike: { 'sts:RoleSessionName': '${aws:username}' } })),
      },
      evidence: ['Statement[0].Condition.StringLike["sts:RoleSessionName"]'],
    },
    {
      name: 'everybody narrowed to it',
      state: { trust: trust(aws('*', { StringEquals: { 'aws:PrincipalAccount': OWN } })) },
      evidence: ['Statement[0].Principal'],
    },
    {
      name: 'everybody, and a role of it',
      state: { trust: trust(aws({ AWS: ['*', `arn:aws:iam::${OWN}:role/x`] })) },
      evidence: ['Statement[0].Principal.AWS[0]'],
    },
    {
      name: 'in a partition that a condition names by a pattern',
      state: {
        trust: trust(
          aws({ AWS: OWN }, named(`arn:aws-iso?:iam::${OWN}:*`)),
          aws({ AWS: `arn:aws:iam::${OWN}:role/x` }),
        ),
      },
      evidence: ['Statement[0].Principal.AWS'],
    },
    {
      name: 'all but one role of it',
      state: { trust: trust(aws({ AWS: OWN }), aws('*', named(`arn:aws:iam::${OWN}:role/x`), 'Deny')) },
      evidence: ['Statement[0].Principal.AWS'],
    },
  ],
  passes: [
    { name: 'a role of it is', state: { trust: trust(aws({ AWS: `arn:aws:iam::${OWN}:role/x` })) } },
    {
      name: 'narrowed to roles by their names',
      state: { trust: trust(aws({ AWS: OWN }, named(`arn:aws:iam::${OWN}:role/team-*`))) },
    },
    {
      name: 'narrowed to principals with a tag',
      state: { trust: trust(aws({ AWS: OWN }, { StringEquals: { 'aws:PrincipalTag/team': 'shop' } })) },
    },
    {
      name: 'narrowed to a user by his name',
      state: { trust: trust(aws({ AWS: OWN }, { StringEquals: { 'aws:username': 'bob' } })) },
    },
    {
      name: 'an account that is not known, of which another rule speaks',
      state: { trust: trust(aws({ AWS: '444455556666' })) },
      config,
    },
  ],
  indeterminate: [
    {
      name: 'it is beyond the bound',
      state: { trust: beyondBound.principals('*') },
      missing: 'within the bound',
    },
    { name: 'the trust policy is not known', missing: 'trust policy' },
    {
      name: 'no account is known',
      state: { trust: trust(aws({ AWS: OTHER })) },
      missing: 'knownAccounts',
    },
    {
      name: 'it hangs on a variable',
      state: {
        trust: trust(aws({ AWS: OWN }, { StringEquals: { 'aws:ResourceOrgID': '${aws:PrincipalOrgID}' } })),
      },
      missing: 'aws:ResourceOrgID',
    },
  ],
  notApplicable: [
    { name: 'IRSA', state: { trust: trust(irsa()) } },
    {
      name: 'a third party',
      state: { trust: trust(aws({ AWS: OTHER })) },
      config: { thirdPartyAccounts: [OTHER] },
    },
  ],
});

describe('trust-account-root witnesses', () => {
  it('is no worse where no further account is trusted whole', () => {
    const of = (...accounts: readonly string[]) => ({ text: '', request: {}, extent: accounts });
    expect(rule.covers?.(of(OWN, OTHER), of(OWN))).toBe(true);
    expect(rule.covers?.(of(OWN), of(OTHER))).toBe(false);
  });
});
