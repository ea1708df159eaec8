import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

const config = { clusterIdentityProviders: ['login.example.com/realms/people'] };
const state = { name: 'prod' };

describeRule(ruleOf(catalogue, 'cluster-identity-provider'), 'eks-cluster', {
  fails: [
    {
      name: 'an issuer that the configuration does not name',
      state,
      sets: { identityProviders: { side: 'https://login.example.net/realms/people' } },
      config,
      evidence: ['identityProviders["side"].issuerUrl'],
    },
    {
      name: 'another issuer, not all configurations known',
      state,
      some: { identityProviders: { side: 'https://login.example.com/realms' } },
      config,
      evidence: ['identityProviders["side"].issuerUrl'],
    },
  ],
  passes: [
    {
      name: 'the one that is configured',
      state,
      sets: { identityProviders: { main: 'https://login.example.com/realms/people/' } },
      config,
    },
    { name: 'no identity provider', state, sets: { identityProviders: {} }, config },
  ],
  indeterminate: [
    { name: 'the set is not known', state, config, missing: 'identityProviders' },
    {
      name: 'an issuer that is not known',
      state,
      sets: { identityProviders: { main: true } },
      config,
      missing: 'issuer of main',
    },
  ],
  notApplicable: [
    {
      name: 'none is configured',
      state,
      sets: { identityProviders: { side: 'https://login.example.net' } },
    },
  ],
});
