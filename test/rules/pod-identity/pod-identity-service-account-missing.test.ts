import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { resourceOf } from '../../support/states.ts';

const state = {
  roleArn: 'arn:aws:iam::111122223333:role/app',
  namespace: 'shop',
  serviceAccount: 'cart',
  clusterName: 'prod',
};
const goneAt = '2026-03-02T03:00:00Z';
const absent = { serviceAccounts: [resourceOf('k8s-service-account', { goneAt })] };

const config = { clusterReading: true };

describeRule(ruleOf(catalogue, 'pod-identity-service-account-missing'), 'pod-identity-association', {
  fails: [
    {
      config,
      name: 'the service account was not in the cluster when that was read last',
      state,
      bornAt: '2026-03-01T09:00:00Z',
      related: absent,
      evidence: ['serviceAccount', 'namespace', 'roleArn'],
    },
    {
      config,
      name: 'the association was there before anybody listened',
      state,
      bornAt: null,
      related: absent,
      evidence: ['serviceAccount', 'namespace', 'roleArn'],
    },
    {
      config,
      name: 'nothing else of the association is known',
      bornAt: null,
      related: absent,
      evidence: ['serviceAccount', 'namespace', 'roleArn'],
    },
  ],
  passes: [
    {
      config,
      name: 'the service account is there',
      state,
      bornAt: '2026-03-01T09:00:00Z',
      related: { serviceAccounts: [resourceOf('k8s-service-account', { state: { name: 'cart' } })] },
    },
  ],
  notApplicable: [
    {
      config,
      name: 'the cluster was never read',
      state,
      related: { serviceAccounts: [{ missing: 'ServiceAccount/shop/cart' }] },
    },
    { name: 'clusters are not read', state, bornAt: null, related: absent },
    { config, name: 'which service account it is for is not known', related: { serviceAccounts: [] } },
  ],
  indeterminate: [
    {
      config,
      name: 'it was made after the cluster was read',
      state,
      bornAt: '2026-03-02T09:00:00Z',
      related: absent,
      missing: 'whether service account shop/cart was made since the cluster was last read',
    },
    {
      config,
      name: 'when the service account went is not known',
      state,
      bornAt: null,
      related: { serviceAccounts: [resourceOf('k8s-service-account', { gone: true })] },
      missing: 'whether service account shop/cart was made since the cluster was last read',
    },
  ],
});
