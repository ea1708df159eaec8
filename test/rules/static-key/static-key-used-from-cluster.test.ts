import { USERS_LIMIT } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

const AT = '2026-02-01T08:00:00Z';
const state = { keyId: 'AKIAIOSFODNN7EXAMPLE', userName: 'ci', status: 'Active' } as const;
const byOperator = { 'from-cluster external-secrets': AT };
const fromAddress = { 'from 192.0.2.77': AT };
const config = { events: ['activity' as const], clusterAddresses: ['192.0.2.64/28', '2001:db8::/48'] };
const many = Array.from({ length: USERS_LIMIT }, (_, index) => [`from 198.51.100.${index}`, AT]);

describeRule(ruleOf(catalogue, 'static-key-used-from-cluster'), 'access-key', {
  fails: [
    {
      name: "from a cluster's address",
      uses: { ...fromAddress, 'from 198.51.100.9': AT },
      state,
      config,
      evidence: ['activity from 192.0.2.77'],
    },
    {
      name: "from a cluster's address of IPv6, and by a client",
      uses: { 'from 2001:db8::7': AT, ...byOperator },
      state,
      config,
      evidence: ['activity from 2001:db8::7', 'activity from-cluster external-secrets'],
    },
    {
      name: 'by a client that runs in clusters, its state not known',
      uses: byOperator,
      evidence: ['activity from-cluster external-secrets'],
    },
  ],
  passes: [
    { name: 'a key that is inactive now', uses: byOperator, state: { ...state, status: 'Inactive' }, config },
    { name: 'from the next address', uses: { 'from 192.0.2.80': AT }, state, config },
    { name: 'not seen used', state, config },
  ],
  indeterminate: [
    {
      name: 'no address is configured',
      uses: fromAddress,
      state,
      config: { events: ['activity'] },
      missing: 'clusterAddresses',
    },
    {
      name: 'more addresses than are kept',
      uses: Object.fromEntries(many),
      state,
      config,
      missing: 'addresses',
    },
  ],
  notApplicable: [{ name: 'the events are not judged', uses: fromAddress, state }],
});
