import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { resourceOf } from '../../support/states.ts';

const state = {
  roleArn: 'arn:aws:iam::111122223333:role/app',
  namespace: 'shop',
  serviceAccount: 'cart',
  clusterName: 'prod',
};
const cluster = undefined;

describeRule(ruleOf(catalogue, 'pod-identity-role-missing'), 'pod-identity-association', {
  fails: [
    {
      name: 'the role was deleted',
      state,
      related: { role: resourceOf('iam-role', { gone: true }), cluster },
      evidence: ['roleArn'],
    },
    {
      name: 'the role was deleted and the rest is not known',
      related: { role: resourceOf('iam-role', { gone: true }), cluster },
      evidence: ['roleArn'],
    },
  ],
  passes: [{ name: 'the role is there', state, related: { role: resourceOf('iam-role', {}), cluster } }],
  indeterminate: [
    { name: 'the role is not known', state, related: { role: undefined, cluster }, missing: 'roleArn' },
    {
      name: 'it names no role',
      state: { ...state, roleArn: null },
      related: { role: null, cluster },
      missing: 'roleArn',
    },
  ],
});
