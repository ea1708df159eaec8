import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

describeRule(ruleOf(catalogue, 'cluster-auth-config-map'), 'eks-cluster', {
  fails: [
    {
      name: 'only the ConfigMap tells who gets in',
      state: { name: 'prod', authenticationMode: 'CONFIG_MAP' },
      evidence: ['accessConfig.authenticationMode'],
    },
  ],
  passes: [
    { name: 'access entries tell it too', state: { name: 'prod', authenticationMode: 'API_AND_CONFIG_MAP' } },
    { name: 'access entries only', state: { authenticationMode: 'API' } },
  ],
  indeterminate: [
    { name: 'mode unknown', state: { authenticationMode: undefined }, missing: 'authenticationMode' },
    { name: 'mode not told', state: { authenticationMode: null }, missing: 'authenticationMode' },
  ],
});
