import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

const node = { tags: { 'kubernetes.io/cluster/prod': 'owned' } };
const plain = { tags: { Name: 'bastion' } };
const profileArn = 'arn:aws:iam::111122223333:instance-profile/app';

describeRule(ruleOf(catalogue, 'imds-v1-allowed'), 'ec2-instance', {
  fails: [
    {
      name: 'a node with optional tokens',
      state: { httpTokens: 'optional', httpEndpoint: 'enabled', profileArn },
      sets: node,
      evidence: ['metadataOptions.httpTokens', 'metadataOptions.httpEndpoint'],
    },
    {
      name: 'a node of EKS by its own tag, the rest unknown',
      state: { httpTokens: 'optional' },
      some: { tags: { 'eks:cluster-name': 'prod' } },
      evidence: ['metadataOptions.httpTokens'],
    },
    {
      name: 'an instance of which it is not known whether it is a node',
      state: { httpTokens: 'optional', profileArn },
      sets: plain,
      evidence: ['metadataOptions.httpTokens'],
    },
    {
      name: 'an instance that is no node, where all are judged',
      state: { httpTokens: 'optional', httpEndpoint: 'enabled', profileArn: null },
      sets: plain,
      config: { instances: 'all' },
      severity: 'low',
      evidence: ['metadataOptions.httpTokens'],
    },
  ],
  passes: [
    {
      name: 'a node with required tokens',
      state: { httpTokens: 'required', httpEndpoint: 'enabled', profileArn },
      sets: node,
    },
    {
      name: 'a node whose endpoint is off',
      state: { httpTokens: 'optional', httpEndpoint: 'disabled', profileArn },
      sets: node,
    },
  ],
  indeterminate: [
    {
      name: 'whether tokens are required is not known',
      state: { httpEndpoint: 'enabled', profileArn },
      sets: node,
      missing: 'httpTokens',
    },
  ],
  notApplicable: [
    {
      name: 'an instance without a profile and without a cluster tag',
      state: { httpTokens: 'optional', profileArn: null },
      sets: plain,
    },
  ],
});
