import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

describeRule(ruleOf(catalogue, 'k8s-secret-store-static'), 'k8s-secret-store', {
  fails: [
    {
      name: 'it takes its keys from a Secret',
      state: { type: 'SecretStore', name: 'aws', provider: 'aws', keySecret: 'awssm' },
      evidence: ['spec.provider.aws.auth.secretRef'],
    },
    {
      name: 'Vault takes them for its own login with AWS',
      state: { type: 'SecretStore', name: 'aws', provider: 'vault', keySecret: 'awssm' },
      evidence: ['spec.provider.vault.auth.iam.secretRef'],
    },
  ],
  passes: [
    { name: 'it has no keys', state: { type: 'SecretStore', name: 'aws', provider: 'aws', keySecret: null } },
  ],
  indeterminate: [
    { name: 'how it authenticates is not known', state: { provider: 'aws' }, missing: 'keySecret' },
    { name: 'whose secrets they are is not known', state: { keySecret: null }, missing: 'provider' },
  ],
  notApplicable: [{ name: 'secrets elsewhere', state: { provider: 'gcpsm', keySecret: null } }],
});
