import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

const sets = { tags: { 'karpenter.sh/nodepool': 'default' } };
const profileArn = 'arn:aws:iam::111122223333:instance-profile/node';
const good = {
  httpTokens: 'required',
  httpEndpoint: 'enabled',
  hopLimit: 1,
  httpProtocolIpv6: 'disabled',
  metadataTags: 'disabled',
  profileArn,
} as const;

describeRule(ruleOf(catalogue, 'imds-weakened'), 'ec2-instance', {
  fails: [
    {
      name: 'tokens became optional',
      before: [good],
      state: { ...good, httpTokens: 'optional' },
      sets,
      evidence: ['httpTokensBefore', 'metadataOptions.httpTokens'],
    },
    {
      name: 'the hop limit rose',
      before: [good],
      state: { ...good, hopLimit: 2 },
      sets,
      evidence: ['hopLimitBefore'],
    },
    {
      name: 'the endpoint was switched on',
      before: [{ ...good, httpEndpoint: 'disabled' }],
      state: good,
      sets,
      evidence: ['metadataOptions.httpEndpoint'],
    },
    {
      name: 'instance tags became readable',
      before: [good],
      state: { ...good, metadataTags: 'enabled' },
      sets,
      evidence: ['metadataOptions.metadataTags'],
    },
    {
      name: 'IPv6 was switched on',
      before: [good],
      state: { ...good, httpProtocolIpv6: 'enabled' },
      sets,
      evidence: ['httpProtocolIpv6Before', 'metadataOptions.httpProtocolIpv6'],
    },
    {
      name: 'half mended: as good as last time, not as good as before',
      before: [good, { ...good, httpTokens: 'optional', hopLimit: 3 }],
      state: { ...good, hopLimit: 2 },
      sets,
      evidence: ['metadataOptions.hopLimit'],
    },
    {
      name: 'an instance that is no node, where all are judged',
      before: [{ ...good, profileArn: null as never }],
      state: { ...good, hopLimit: 2, profileArn: null },
      sets: { tags: {} },
      config: { instances: 'all' },
      severity: 'low',
      evidence: ['metadataOptions.hopLimit'],
    },
  ],
  passes: [
    { name: 'nothing changed', before: [good], state: good, sets },
    {
      name: 'as good as before again',
      before: [good, { ...good, httpTokens: 'optional' }],
      state: good,
      sets,
    },
    { name: 'stronger than before', before: [{ ...good, hopLimit: 2 }], state: good, sets },
    {
      name: 'the endpoint is off',
      before: [good],
      state: { ...good, httpTokens: 'optional', httpEndpoint: 'disabled' },
      sets,
    },
  ],
  indeterminate: [
    {
      name: 'what the options were is not known',
      state: { httpTokens: 'optional' },
      some: { tags: { 'karpenter.sh/nodepool': 'default' } },
      missing: 'metadata options before',
    },
    {
      name: 'what the hop limit was changed to is not known',
      before: [good],
      state: { ...good, hopLimit: undefined },
      sets,
      missing: 'hopLimit',
    },
  ],
  notApplicable: [
    {
      name: 'an instance without a profile and without a cluster tag',
      before: [good],
      state: { ...good, hopLimit: 2, profileArn: null },
      sets: { tags: {} },
    },
  ],
});
