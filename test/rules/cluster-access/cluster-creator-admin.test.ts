import { catalogue } from '@podguard/rules';
import { access, adminOfCluster, holding } from '../../support/access-entries.ts';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { resourceOf, type StateInput } from '../../support/states.ts';

const kept = { name: 'prod', creatorAdmin: true, creator: 'arn:aws:iam::111122223333:role/ci/deployer' };
const entry = (input: StateInput<'access-entry'>) => ({
  creatorEntries: [resourceOf('access-entry', input)],
});

describeRule(ruleOf(catalogue, 'cluster-creator-admin'), 'eks-cluster', {
  fails: [
    {
      name: 'the entry is there, with an administrator policy',
      state: kept,
      related: entry({ sets: adminOfCluster }),
      evidence: ['creator'],
    },
    {
      name: 'made with rights for its creator, of whose entry nothing is known',
      state: kept,
      related: { creatorEntries: [{ missing: 'entry' }] },
      evidence: ['accessConfig.bootstrapClusterCreatorAdminPermissions', 'creator'],
    },
    {
      name: 'made with rights for its creator, and who that is is not known',
      state: { creatorAdmin: true, creator: undefined },
      related: { creatorEntries: [] },
      evidence: ['accessConfig.bootstrapClusterCreatorAdminPermissions'],
    },
  ],
  passes: [
    { name: 'made without', state: { ...kept, creatorAdmin: false }, related: { creatorEntries: [] } },
    { name: 'the entry was deleted', state: kept, related: entry({ sets: adminOfCluster, gone: true }) },
    {
      name: 'the entry holds a view policy only',
      state: kept,
      related: entry({ sets: holding({ [access('AmazonEKSViewPolicy')]: 'cluster' }) }),
    },
  ],
  indeterminate: [
    {
      name: 'how it was made is not known',
      state: { ...kept, creatorAdmin: undefined },
      related: { creatorEntries: [] },
      missing: 'bootstrapClusterCreatorAdminPermissions',
    },
    {
      name: 'what the entry holds is not known',
      state: kept,
      related: entry({}),
      missing: 'policies of',
    },
  ],
});
