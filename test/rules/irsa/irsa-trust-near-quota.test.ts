import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { account, EXACT, irsa, NOT_APPLICABLE, role, subjects } from './policies.ts';

const named = (count: number) =>
  subjects(
    Array.from({ length: count }, (_, at) => account(`team-namespace-${at}:app`)),
    'StringEquals',
  );
const long = named(40);
const { length } = long.trust;
const quota = (trustPolicyLength: number) => ({ limits: { trustPolicyLength } });

describeRule(ruleOf(catalogue, 'irsa-trust-near-quota'), 'iam-role', {
  fails: [
    { name: 'more than 90 % of the quota', state: long, evidence: ['trust', 'limits.trustPolicyLength'] },
    {
      name: 'just more than 90 % of what is configured',
      state: long,
      config: quota(Math.floor(length / 0.9)),
      evidence: ['trust'],
    },
    { name: 'URL-encoded', state: { trust: encodeURIComponent(long.trust) }, evidence: ['trust'] },
  ],
  passes: [
    { name: 'one service account', state: role(irsa(EXACT)) },
    {
      name: 'just less than 90 % of what is configured',
      state: long,
      config: quota(Math.ceil(length / 0.9)),
    },
    {
      name: 'long by its white space only',
      state: { trust: JSON.stringify(JSON.parse(role(irsa(EXACT)).trust), null, 40) },
    },
    {
      name: 'long by being URL-encoded only',
      state: { trust: encodeURIComponent(long.trust) },
      config: quota(Math.ceil(length / 0.9)),
    },
  ],
  indeterminate: [{ name: 'the trust policy is not known', missing: 'trust policy' }],
  notApplicable: NOT_APPLICABLE,
});
