import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

const rule = ruleOf(catalogue, 'k8s-static-key');
const KEY = 'access key AKIA…5S7T';

describeRule(rule, 'k8s-secret', {
  fails: [
    { name: 'a key in a secret', sets: { keys: { 'data.id': KEY } }, evidence: ['data.id'] },
    { name: 'a key in what is known of it', some: { keys: { 'data.id': KEY } }, evidence: ['data.id'] },
    {
      name: 'a temporary key',
      sets: { keys: { 'data.id': 'temporary access key ASIA…5S7T' } },
      severity: 'medium',
      evidence: ['data.id'],
    },
    {
      name: 'a temporary key with its secret',
      sets: {
        keys: { 'data.id': 'temporary access key ASIA…5S7T', 'data.secret': 'temporary secret access key' },
      },
      severity: 'medium',
      evidence: ['data.id', 'data.secret'],
    },
  ],
  passes: [{ name: 'no key', sets: { keys: {} } }],
  indeterminate: [{ name: 'what it holds is not known', missing: 'keys' }],
});

describeRule(rule, 'k8s-config-map', {
  fails: [{ name: 'a key in a value', sets: { keys: { 'data.env': KEY } }, evidence: ['data.env'] }],
  passes: [{ name: 'no key', sets: { keys: {} } }],
  indeterminate: [{ name: 'what it holds is not known', missing: 'keys' }],
});

describeRule(rule, 'k8s-workload', {
  fails: [
    {
      name: 'a key in the environment',
      sets: { keys: { 'spec.containers[0].env[0].value': KEY }, keySecrets: {} },
      evidence: ['spec.containers[0].env[0].value'],
    },
    {
      name: 'a key from a Secret',
      sets: { keys: {}, keySecrets: { 'spec.containers[0].env[0].valueFrom': 'aws' } },
      severity: 'medium',
      evidence: ['spec.containers[0].env[0].valueFrom'],
    },
    {
      name: 'a key from a ConfigMap',
      sets: { keys: {}, keySecrets: { 'spec.containers[0].envFrom[0].configMapRef': 'ConfigMap/aws' } },
      severity: 'medium',
      evidence: ['spec.containers[0].envFrom[0].configMapRef'],
    },
    {
      name: 'a key beside an association',
      state: { association: 'arn:aws:eks:eu-central-1:111122223333:podidentityassociation/prod/a-1' },
      sets: { keys: { 'spec.containers[0].env[0].value': KEY } },
      evidence: ['spec.containers[0].env[0].value', 'association'],
    },
  ],
  passes: [{ name: 'neither', sets: { keys: {}, keySecrets: {} } }],
  indeterminate: [
    { name: 'its environment is not known', missing: 'keys' },
    { name: 'which Secrets it reads is not known', sets: { keys: {} }, missing: 'keySecrets' },
  ],
});
