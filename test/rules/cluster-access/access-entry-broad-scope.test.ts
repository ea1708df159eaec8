import { catalogue } from '@podguard/rules';
import { access, CLUSTER_ADMIN, entryState, holding } from '../../support/access-entries.ts';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

const edit = access('AmazonEKSEditPolicy');
const view = access('AmazonEKSViewPolicy');
const admin = access('AmazonEKSAdminPolicy');

describeRule(ruleOf(catalogue, 'access-entry-broad-scope'), 'access-entry', {
  fails: [
    {
      name: 'administers a namespace and edits the cluster',
      neighbour: 'both confined',
      state: entryState,
      sets: holding({ [admin]: 'namespace:shop', [edit]: 'cluster' }),
      evidence: ['policyArn', 'accessScope', `accessScope of ${admin}`],
    },
    {
      name: 'edits namespaces and reads the cluster; the rest unknown',
      some: { policies: { [edit]: 'namespace:carts,shop', [view]: 'cluster' } },
      evidence: ['accessScope'],
    },
    {
      name: 'a policy of another kind is confined',
      state: entryState,
      sets: holding({ unheard: 'namespace:shop', [access('AmazonEKSAdminViewPolicy')]: 'cluster' }),
      evidence: ['accessScope of unheard'],
    },
  ],
  passes: [
    {
      name: 'both confined',
      state: entryState,
      sets: holding({ [admin]: 'namespace:shop', [edit]: 'namespace:carts' }),
    },
    {
      name: 'edits the cluster, no namespace named',
      state: entryState,
      sets: holding({ [edit]: 'cluster' }),
    },
    {
      name: 'an administrator of the cluster is another rule’s',
      state: entryState,
      sets: holding({ [CLUSTER_ADMIN]: 'cluster', [edit]: 'namespace:shop' }),
    },
    { name: 'one policy, its scope unknown', state: entryState, sets: holding({ [edit]: true }) },
    {
      name: 'scopes unknown of policies that are no edit or view policies',
      state: entryState,
      sets: holding({ [CLUSTER_ADMIN]: true, [admin]: 'namespace:shop' }),
    },
  ],
  indeterminate: [
    { name: 'policies unknown', state: entryState, missing: 'policies' },
    {
      name: 'the edit policy’s scope unknown',
      state: entryState,
      sets: holding({ [admin]: 'namespace:shop', [edit]: true }),
      missing: `scope of ${edit}`,
    },
    {
      name: 'whether another is confined unknown',
      state: entryState,
      sets: holding({ [admin]: true, [edit]: 'cluster' }),
      missing: `scope of ${admin}`,
    },
  ],
});
