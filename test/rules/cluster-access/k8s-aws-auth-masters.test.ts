import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

const ADMIN = 'arn:aws:iam::111122223333:role/admin';
const state = { name: 'aws-auth', namespace: 'kube-system' };

describeRule(ruleOf(catalogue, 'k8s-aws-auth-masters'), 'k8s-config-map', {
  fails: [
    {
      name: 'a role is mapped to system:masters',
      state,
      sets: { masters: { [ADMIN]: 'data.mapRoles[0].groups[0]' } },
      evidence: ['data.mapRoles[0].groups[0]'],
    },
    {
      name: 'one more than the configured',
      state,
      sets: {
        masters: {
          [ADMIN]: 'data.mapRoles[0].groups[0]',
          'arn:aws:iam::111122223333:user/u': 'data.mapUsers[0].groups[0]',
        },
      },
      config: { administrators: [ADMIN] },
      evidence: ['data.mapUsers[0].groups[0]'],
    },
  ],
  passes: [
    { name: 'nobody is', state, sets: { masters: {} } },
    {
      name: 'configured administrators',
      state,
      sets: { masters: { [ADMIN]: 'data.mapRoles[0].groups[0]' } },
      config: { administrators: ['arn:aws:iam::111122223333:role/*'] },
    },
  ],
  indeterminate: [
    { name: 'what it maps cannot be read', state, missing: 'aws-auth' },
    { name: 'its name is not known', missing: 'name' },
  ],
  notApplicable: [{ name: 'another ConfigMap', state: { name: 'app' }, sets: { masters: {} } }],
});
