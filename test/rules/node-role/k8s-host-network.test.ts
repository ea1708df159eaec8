import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { resourceOf } from '../../support/states.ts';

const sets = { awsUse: {}, keys: {}, keySecrets: {}, images: { 'agent:1': 'spec.containers[0].image' } };
const state = {
  name: 'a',
  namespace: 'web',
  podPath: 'spec',
  serviceAccount: 'a',
  association: null,
  ownIdentity: null,
  hostNetwork: true,
};
const account = {
  serviceAccounts: [resourceOf('k8s-service-account', { state: { name: 'a', roleArn: null } })],
};
const uses = { ...sets, awsUse: { 'spec.containers[0].env[0].name': 'AWS_REGION' } };

describeRule(ruleOf(catalogue, 'k8s-host-network'), 'k8s-workload', {
  fails: [
    { name: 'an agent of its own', state, sets, related: account, evidence: ['spec.hostNetwork'] },
    {
      name: 'one that uses AWS by the node',
      state,
      sets: uses,
      related: account,
      severity: 'medium',
      evidence: ['spec.hostNetwork'],
    },
    {
      name: 'one that may have an association',
      state: { ...state, association: undefined },
      sets: uses,
      related: account,
      evidence: ['spec.hostNetwork'],
    },
  ],
  passes: [{ name: 'the network of pods', state: { ...state, hostNetwork: false }, sets, related: account }],
  indeterminate: [
    { name: 'the network is not known', state: {}, sets, related: account, missing: 'hostNetwork' },
  ],
  notApplicable: [
    {
      name: 'a known add-on',
      state,
      sets: { ...sets, images: { 'quay.io/prometheus/node-exporter:v1.8.2': 'a' } },
      related: account,
    },
    {
      name: 'a configured add-on',
      state,
      sets,
      related: account,
      config: { knownAddons: [{ namespace: 'web', serviceAccount: 'a' }] },
    },
  ],
});
