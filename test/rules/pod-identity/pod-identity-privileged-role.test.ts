import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { resourceOf, type StateInput } from '../../support/states.ts';

const state = {
  roleArn: 'arn:aws:iam::111122223333:role/app',
  namespace: 'shop',
  serviceAccount: 'cart',
  clusterName: 'prod',
};
const role = (input: StateInput<'iam-role'>) => ({ role: resourceOf('iam-role', input), cluster: undefined });
const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
const reader = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';
const own = 'arn:aws:iam::111122223333:policy/app';

describeRule(ruleOf(catalogue, 'pod-identity-privileged-role'), 'pod-identity-association', {
  fails: [
    {
      name: 'AdministratorAccess',
      state,
      related: role({ state: { boundary: null }, sets: { policies: { [reader]: true, [admin]: true } } }),
      evidence: ['policyArn', 'roleArn'],
    },
    {
      name: 'AdministratorAccess, the rest of the role unknown',
      related: role({ some: { policies: { [admin]: true } } }),
      evidence: ['policyArn'],
    },
    {
      name: 'IAMFullAccess in another partition',
      state,
      related: role({ sets: { policies: { 'arn:aws-cn:iam::aws:policy/IAMFullAccess': true } } }),
      evidence: ['policyArn'],
    },
    {
      name: 'a boundary that is no boundary',
      state,
      related: role({ state: { boundary: admin }, sets: { policies: { [admin]: true } } }),
      evidence: ['policyArn'],
    },
  ],
  passes: [
    { name: "AWS's reader policy only", state, related: role({ sets: { policies: { [reader]: true } } }) },
    { name: 'no policy', state, related: role({ sets: { policies: {} } }) },
  ],
  indeterminate: [
    {
      name: 'the role is not known',
      state,
      related: { role: undefined, cluster: undefined },
      missing: 'roleArn',
    },
    { name: 'it names no role', state, related: { role: null, cluster: undefined }, missing: 'roleArn' },
    {
      name: 'its policies are not all known',
      state,
      related: role({ some: { policies: { [reader]: true } } }),
      missing: 'policies',
    },
    {
      name: "a customer's policy, not read yet",
      state,
      related: role({ sets: { policies: { [own]: true } } }),
      missing: own,
    },
    {
      name: 'a boundary that may cut it down',
      state,
      related: role({ state: { boundary: own }, sets: { policies: { [admin]: true } } }),
      missing: 'boundary',
    },
  ],
  notApplicable: [{ name: 'the role was deleted', state, related: role({ gone: true }) }],
});
