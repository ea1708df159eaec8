import type { ConfigInput } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { describe, expect, it } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf } from '../../support/states.ts';
import { aws, beyondBound, irsa, trust } from '../../support/trusts.ts';

const rule = ruleOf(catalogue, 'trust-foreign-account');
const OWN = '111122223333';
const FOREIGN = '444455556666';
const config = { knownAccounts: ['777788889999'] };
const organisation = (id: string) => ({ StringEquals: { 'aws:PrincipalOrgID': id } });

const many = (count: number, make: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => make(at));

describeRule(rule, 'iam-role', {
  fails: [
    {
      name: 'an account that is not known',
      state: { trust: trust(aws({ AWS: FOREIGN })) },
      config,
      evidence: ['Statement[0].Principal.AWS'],
    },
    {
      name: 'federated users of 140 accounts',
      state: {
        trust: trust(aws({ AWS: many(140, (at) => `arn:aws:sts::${222200000000 + at}:federated-user/bob`) })),
      },
      config,
      evidence: ['Statement[0].Principal.AWS[0]'],
    },
    {
      name: 'a user of it beside a role of our own',
      state: {
        trust: trust(aws({ AWS: [`arn:aws:iam::${OWN}:role/x`, `arn:aws:iam::${FOREIGN}:user/x`] })),
      },
      config,
      evidence: ['Statement[0].Principal.AWS[1]'],
    },
    {
      name: 'it with an external id',
      state: { trust: trust(aws({ AWS: FOREIGN }, { StringEquals: { 'sts:ExternalId': 'abc' } })) },
      config,
      evidence: ['Statement[0].Condition.StringEquals["sts:ExternalId"]'],
    },
    {
      name: 'its users, each under his own name',
      state: {
        trust: trust(aws({ AWS: FOREIGN }, { StringEquals: { 'sts:RoleSessionName': '${aws:username}' } })),
      },
      config,
      evidence: ['Statement[0].Condition.StringEquals["sts:RoleSessionName"]'],
    },
    {
      name: 'everybody',
      state: { trust: trust(aws('*')) },
      config,
      evidence: ['Statement[0].Principal'],
    },
    {
      name: 'everybody beside an account that is named',
      state: { trust: trust(aws({ AWS: FOREIGN }), aws('*')) },
      config,
      evidence: ['Statement[1].Principal'],
    },
    {
      name: 'an organisation that is not among those configured',
      state: { trust: trust(aws('*', organisation('o-abcdefghij'))) },
      config: { ...config, knownOrganizations: ['o-ourownorg1'] },
      evidence: ['Statement[0].Condition.StringEquals["aws:PrincipalOrgID"]'],
    },
    {
      name: 'a part of an organisation that is not among those configured',
      state: {
        trust: trust(
          aws('*', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-abcdefghij/r-ab12/*' } }),
        ),
      },
      config: { ...config, knownOrganizations: ['o-ourownorg1'] },
      evidence: ['Statement[0].Principal'],
    },
  ],
  passes: [
    {
      name: '140 roles of known accounts by name, as many as a trust policy has room for',
      state: { trust: trust(aws({ AWS: many(140, (at) => `arn:aws:iam::777788889999:role/app-${at}`) })) },
      config,
    },
    {
      name: 'an account of an organization with 5,000',
      state: { trust: trust(aws({ AWS: '222200004999' })) },
      config: { knownAccounts: many(5_000, (at) => String(222200000000 + at)) },
    },
    {
      name: 'it until a day that is past',
      state: { trust: trust(aws({ AWS: FOREIGN }, { DateLessThan: { 'aws:CurrentTime': '2021-01-01' } })) },
      config,
    },
    { name: 'a known account', state: { trust: trust(aws({ AWS: '777788889999' })) }, config },
    { name: 'the own account', state: { trust: trust(aws({ AWS: OWN })) }, config },
    { name: 'the own account, where none is known', state: { trust: trust(aws({ AWS: OWN })) } },
    { name: 'no AWS principal, where none is known', state: { trust: trust(irsa()) } },
    {
      name: 'a third party',
      state: { trust: trust(aws({ AWS: FOREIGN })) },
      config: { ...config, thirdPartyAccounts: [FOREIGN] },
    },
    {
      name: 'a known organisation',
      state: { trust: trust(aws('*', organisation('o-ourownorg1'))) },
      config: { ...config, knownOrganizations: ['o-ourownorg1'] },
    },
    {
      name: 'an organisation, where none is configured',
      state: { trust: trust(aws('*', organisation('o-abcdefghij'))) },
      config,
    },
    {
      name: 'an account that is not known, all but ours denied',
      state: {
        trust: trust(
          aws({ AWS: FOREIGN }),
          aws('*', { StringNotEquals: { 'aws:PrincipalAccount': OWN } }, 'Deny'),
        ),
      },
      config,
    },
  ],
  indeterminate: [
    {
      name: 'it is beyond the bound',
      state: { trust: beyondBound.principals('*') },
      config,
      missing: 'within the bound',
    },
    {
      name: 'it is beyond the bound, and no account is known',
      state: { trust: beyondBound.principals('*') },
      missing: 'within the bound',
    },
    { name: 'the trust policy is not known', config, missing: 'trust policy' },
    {
      name: 'no account is known',
      state: { trust: trust(aws({ AWS: FOREIGN })) },
      missing: 'knownAccounts',
    },
    {
      name: 'it hangs on a variable',
      state: { trust: trust(aws('*', { StringEquals: { 'aws:ResourceOrgID': '${aws:PrincipalOrgID}' } })) },
      config,
      missing: 'aws:ResourceOrgID',
    },
  ],
});

describe('trust-foreign-account witnesses', () => {
  const of = (...accounts: readonly string[]) => ({ text: '', request: {}, extent: accounts });
  it('is no worse where no further account gets in', () => {
    expect(rule.covers?.(of('any'), of(FOREIGN))).toBe(true);
    expect(rule.covers?.(of(FOREIGN, OWN), of(FOREIGN))).toBe(true);
    expect(rule.covers?.(of(FOREIGN), of('any'))).toBe(false);
  });
});

describe('trust-foreign-account of a role in an unknown account', () => {
  const role = (text: string) => ({ ...resourceOf('iam-role', { state: { trust: text } }), account: '' });
  const judge = (text: string, settings: ConfigInput) =>
    rule.evaluate(role(text) as never, { config: configOf(settings), related: {} as never });
  it('takes no account for its own', () => {
    expect(judge(trust(aws({ AWS: OWN })), config)).toMatchObject({ status: 'fail' });
    expect(judge(trust(aws({ AWS: OWN })), {})).toMatchObject({ status: 'indeterminate' });
    expect(judge(trust(aws({ AWS: OWN })), { account: OWN })).toEqual({ status: 'pass' });
  });
});

describe('trust-foreign-account in words', () => {
  const summaryOf = (count: number) => {
    const text = trust(aws({ AWS: many(count, (at) => String(222200000000 + at)) }));
    const role = resourceOf('iam-role', { state: { trust: text } });
    const verdict = rule.evaluate(role as never, { config: configOf(config), related: {} as never });
    return verdict.status === 'fail' ? verdict.summary : verdict.status;
  };
  it.for([
    [1, 'Account 222200000000, which is not known, may assume'],
    [2, 'Accounts 222200000000 and 222200000001, which are not known, may assume'],
    [12, /^Accounts (\d{12}, ){4}\d{12} and 7 more, which are not known, may assume/],
  ] as const)('names %i', ([count, words]) => {
    expect(summaryOf(count)).toMatch(words);
  });
});
