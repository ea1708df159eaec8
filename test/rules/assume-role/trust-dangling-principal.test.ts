import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { aws, trust } from '../../support/trusts.ts';

const ROLE = 'arn:aws:iam::111122223333:role/x';

describeRule(ruleOf(catalogue, 'trust-dangling-principal'), 'iam-role', {
  fails: [
    {
      name: 'a deleted role is trusted',
      state: { trust: trust(aws({ AWS: 'AROAEXAMPLEAAAAAAAAAA' })) },
      evidence: ['Statement[0].Principal.AWS'],
    },
    {
      name: 'a deleted user beside a role',
      state: { trust: trust(aws({ AWS: [ROLE, 'AIDAEXAMPLEAAAAAAAAAA'] })) },
      evidence: ['Statement[0].Principal.AWS[1]'],
    },
  ],
  passes: [
    { name: 'a role that there is', state: { trust: trust(aws({ AWS: ROLE })) } },
    {
      name: 'a deleted role that is denied',
      state: { trust: trust(aws({ AWS: ROLE }), aws({ AWS: 'AROAEXAMPLEAAAAAAAAAA' }, undefined, 'Deny')) },
    },
    {
      name: 'a deleted role that is excepted',
      state: {
        trust: JSON.stringify({
          Statement: [{ Effect: 'Allow', NotPrincipal: { AWS: 'AROAEXAMPLEAAAAAAAAAA' }, Action: 'sts:*' }],
        }),
      },
    },
    {
      name: 'an id in a condition',
      state: { trust: trust(aws('*', { StringLike: { 'aws:userid': 'AROAEXAMPLEAAAAAAAAAA:*' } })) },
    },
  ],
  indeterminate: [{ name: 'the trust policy is not known', missing: 'trust policy' }],
});
