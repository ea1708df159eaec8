import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { allow } from '../../support/role-rights.ts';
import { ruleOf } from '../../support/rule-of.ts';

const state = { namespace: 'shop', serviceAccount: 'cart', clusterName: 'prod', disableSessionTags: true };
const narrow = allow({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::carts/*' });

describeRule(ruleOf(catalogue, 'pod-identity-inline-policy-ineffective'), 'pod-identity-association', {
  fails: [
    {
      name: 'it allows everything',
      state: { ...state, policy: allow({ Action: '*' }) },
      evidence: ['policy.Statement[0]'],
    },
    {
      name: 'so does one of two statements',
      state: { ...state, policy: allow({ Action: 's3:*' }, { Action: ['*:*'], Resource: 'arn:aws:*' }) },
      evidence: ['policy.Statement[1]'],
    },
    {
      name: 'it is no policy',
      state: { ...state, policy: '{"Statement": [{"Effect": "Permit"}]}' },
      evidence: ['policy.Statement[0].Effect'],
    },
    { name: 'it is cut short', state: { ...state, policy: '{"Statement": [' }, evidence: ['policy'] },
    {
      name: 'it names a principal',
      state: {
        ...state,
        policy: '{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}}',
      },
      evidence: ['policy.Statement'],
    },
    {
      name: 'tags are not disabled, which it needs',
      state: { ...state, policy: narrow, disableSessionTags: false },
      evidence: ['policy', 'disableSessionTags'],
    },
    {
      name: 'nobody disabled tags',
      state: { policy: narrow, disableSessionTags: null },
      evidence: ['disableSessionTags'],
    },
  ],
  passes: [
    { name: 'it names actions and resources', state: { ...state, policy: narrow } },
    {
      name: 'every action on one bucket',
      state: { ...state, policy: allow({ Action: '*', Resource: 'arn:aws:s3:::carts' }) },
    },
    { name: 'one action on everything', state: { ...state, policy: allow({ Action: 's3:GetObject' }) } },
    {
      name: 'everything but what a Deny takes away',
      state: { ...state, policy: allow({ Action: '*' }, { Effect: 'Deny', Action: 'iam:*' }) },
    },
    {
      name: 'everything under a condition',
      state: {
        ...state,
        policy: allow({ Action: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
      },
    },
    {
      name: 'everything but some actions',
      state: {
        ...state,
        policy: '{"Statement": {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}}',
      },
    },
    {
      name: 'everything but some resources',
      state: {
        ...state,
        policy: '{"Statement": {"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::carts"}}',
      },
    },
  ],
  indeterminate: [
    { name: 'it is not known whether there is one', state, missing: 'policy' },
    {
      name: 'it is not known whether tags are disabled',
      state: { ...state, policy: narrow, disableSessionTags: undefined },
      missing: 'disableSessionTags',
    },
    { name: 'a redactor covered it', state: { ...state, policy: '***' }, missing: 'policy' },
  ],
  notApplicable: [{ name: 'there is none', state: { ...state, policy: null } }],
});
