import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

const ROLE = 'arn:aws:iam::111122223333:role/team/app';
const PATH = 'metadata.annotations["eks.amazonaws.com/role-arn"]';
const config = { account: '111122223333' };

describeRule(ruleOf(catalogue, 'k8s-irsa-annotation-invalid'), 'k8s-service-account', {
  fails: [
    {
      name: 'a name in place of an ARN',
      state: { namespace: 'shop', name: 'app', roleArn: 'app' },
      evidence: [PATH, 'namespace'],
    },
    {
      name: 'the ARN of a policy',
      state: { roleArn: 'arn:aws:iam::111122223333:policy/app' },
      evidence: [PATH],
    },
    {
      name: 'an account of 11 digits',
      state: { roleArn: 'arn:aws:iam::11112222333:role/app' },
      evidence: [PATH],
    },
    {
      name: 'a role of an unknown account',
      state: { roleArn: 'arn:aws:iam::444455556666:role/app' },
      config,
      evidence: [PATH],
    },
  ],
  passes: [
    { name: 'a role of the own account', state: { roleArn: ROLE }, config },
    {
      name: 'a role of another partition',
      state: { roleArn: 'arn:aws-cn:iam::111122223333:role/app' },
      config,
    },
  ],
  indeterminate: [
    { name: 'the annotation is a template', state: { roleArn: undefined }, config, missing: 'roleArn' },
    { name: 'no account is known', state: { roleArn: ROLE }, missing: 'known accounts' },
  ],
  notApplicable: [{ name: 'no annotation', state: { roleArn: null }, config }],
});
