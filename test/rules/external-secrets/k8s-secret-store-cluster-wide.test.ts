import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

const state = { type: 'ClusterSecretStore', name: 'aws', provider: 'aws', ownIdentities: false } as const;

describeRule(ruleOf(catalogue, 'k8s-secret-store-cluster-wide'), 'k8s-secret-store', {
  fails: [
    {
      name: 'every namespace may use the store',
      state: { ...state, usedBy: 'all' },
      evidence: ['spec.conditions'],
    },
  ],
  passes: [
    { name: 'chosen namespaces may', state: { ...state, usedBy: 'selected' } },
    { name: "each namespace's own service account", state: { ...state, usedBy: 'all', ownIdentities: true } },
  ],
  indeterminate: [
    { name: 'who may use it is not known', state, missing: 'usedBy' },
    {
      name: 'whose secrets they are is not known',
      state: { type: 'ClusterSecretStore' },
      missing: 'provider',
    },
    { name: 'what it is is not known', missing: 'type' },
  ],
  notApplicable: [
    { name: 'of one namespace', state: { ...state, type: 'SecretStore', usedBy: 'own' } },
    { name: 'secrets elsewhere', state: { ...state, provider: 'vault', usedBy: 'all' } },
  ],
});
