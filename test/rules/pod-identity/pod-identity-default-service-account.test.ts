import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

const state = { namespace: 'shop', clusterName: 'prod', roleArn: 'arn:aws:iam::111122223333:role/app' };

describeRule(ruleOf(catalogue, 'pod-identity-default-service-account'), 'pod-identity-association', {
  fails: [
    {
      name: 'the service account named default',
      state: { ...state, serviceAccount: 'default' },
      evidence: ['serviceAccount', 'roleArn'],
    },
    { name: 'default, the rest unknown', state: { serviceAccount: 'default' }, evidence: ['serviceAccount'] },
    {
      name: 'default of another namespace than the configured',
      state: { ...state, serviceAccount: 'default' },
      config: { knownAddons: [{ namespace: 'batch', serviceAccount: 'default' }] },
      evidence: ['serviceAccount'],
    },
  ],
  passes: [
    { name: 'a service account of its own', state: { ...state, serviceAccount: 'cart' } },
    { name: 'one whose name begins like it', state: { ...state, serviceAccount: 'default-cart' } },
  ],
  indeterminate: [{ name: 'the service account is not known', state, missing: 'serviceAccount' }],
  notApplicable: [
    {
      name: 'the configuration names it',
      state: { ...state, serviceAccount: 'default' },
      config: { knownAddons: [{ namespace: 'shop', serviceAccount: 'default' }] },
    },
  ],
});
