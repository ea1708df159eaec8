import { catalogue } from '@podguard/rules';
import { adminOfCluster, entryState, holding, STRANGER } from '../../support/access-entries.ts';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

const known = { knownAccounts: ['111122223333'] };
const foreign = { ...entryState, principalArn: STRANGER };

describeRule(ruleOf(catalogue, 'access-entry-foreign-principal'), 'access-entry', {
  fails: [
    {
      name: 'an administrator of another account',
      state: foreign,
      sets: adminOfCluster,
      config: known,
      evidence: ['principalArn', 'policyArn'],
    },
    {
      name: 'another account, with groups only',
      state: foreign,
      sets: holding({}),
      config: known,
      evidence: ['principalArn'],
    },
  ],
  passes: [
    { name: "a principal of the cluster's own account", state: entryState, config: known },
    { name: "the cluster's own account, none configured", state: entryState },
    { name: 'a known account', state: foreign, config: { knownAccounts: ['444455556666'] } },
    { name: "a third party's", state: foreign, config: { ...known, thirdPartyAccounts: ['444455556666'] } },
  ],
  indeterminate: [
    { name: 'no accounts are configured', state: foreign, missing: 'knownAccounts' },
    {
      name: 'principal unknown',
      state: { ...foreign, principalArn: undefined },
      config: known,
      missing: 'principalArn',
    },
    { name: 'no ARN', state: { ...foreign, principalArn: 'AROAX' }, config: known, missing: 'principalArn' },
  ],
});
