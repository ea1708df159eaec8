import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

const good = {
  httpTokens: 'required',
  httpEndpoint: 'no-preference',
  hopLimit: 1,
  tokensEnforced: 'enabled',
} as const;

describeRule(ruleOf(catalogue, 'account-imds-default-weak'), 'ec2-account-defaults', {
  fails: [
    { name: 'tokens are optional', state: { ...good, httpTokens: 'optional' }, evidence: ['httpTokens'] },
    {
      name: 'tokens are left to the AMI',
      state: { ...good, httpTokens: 'no-preference' },
      evidence: ['httpTokens'],
    },
    { name: 'a hop limit of 2, the rest unknown', state: { hopLimit: 2 }, evidence: ['hopLimit'] },
    {
      name: 'tokens are not enforced',
      state: { ...good, tokensEnforced: 'no-preference' },
      evidence: ['tokensEnforced'],
    },
    {
      name: 'a change made tokens optional',
      before: [good],
      state: { ...good, httpTokens: 'optional' },
      severity: 'medium',
      evidence: ['httpTokens', 'httpTokens before'],
    },
    {
      name: 'a change took the preference back',
      before: [good],
      state: { ...good, httpTokens: 'no-preference' },
      severity: 'medium',
      evidence: ['httpTokens before'],
    },
    {
      name: 'a change raised the limit from what the AMI says',
      before: [{ ...good, hopLimit: -1 }],
      state: { ...good, hopLimit: 3 },
      severity: 'medium',
      evidence: ['hopLimit before'],
    },
    {
      name: 'a change ended the enforcement',
      before: [good],
      state: { ...good, tokensEnforced: 'disabled' },
      severity: 'medium',
      evidence: ['tokensEnforced before'],
    },
    {
      name: 'a change made it better, not good',
      before: [{ ...good, httpTokens: 'optional' }],
      state: { ...good, httpTokens: 'no-preference' },
      evidence: ['httpTokens'],
    },
  ],
  passes: [
    { name: 'tokens required, one hop, enforced', state: good },
    { name: 'the hop limit is left to the AMI', state: { ...good, hopLimit: -1 } },
    { name: 'as good as before again', before: [good, { ...good, httpTokens: 'optional' }], state: good },
    {
      name: 'no metadata service at all',
      state: { ...good, httpEndpoint: 'disabled', httpTokens: 'optional' },
    },
  ],
  indeterminate: [
    {
      name: 'whether tokens are required is not known',
      state: { ...good, httpTokens: undefined },
      missing: 'httpTokens',
    },
    { name: 'the hop limit is not known', state: { ...good, hopLimit: undefined }, missing: 'hopLimit' },
    {
      name: 'whether tokens are enforced is not known',
      state: { ...good, tokensEnforced: null },
      missing: 'tokensEnforced',
    },
  ],
});
