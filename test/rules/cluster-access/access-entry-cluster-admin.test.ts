import { catalogue } from '@podguard/rules';
import {
  access,
  adminOfCluster,
  CLUSTER_ADMIN,
  entryState,
  holding,
  PRINCIPAL,
  USER,
} from '../../support/access-entries.ts';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { resourceOf, type StateInput } from '../../support/states.ts';

const cluster = (state: StateInput<'eks-cluster'>['state']) => ({
  clusters: [resourceOf('eks-cluster', state === undefined ? {} : { state })],
});
const other = cluster({ creator: 'arn:aws:iam::111122223333:role/ci/deployer', creatorAdmin: true });
const own = cluster({ creator: 'arn:aws:iam::111122223333:role/platform/app', creatorAdmin: true });
const nothing = { clusters: [{ missing: 'cluster' }] };
const config = { administrators: ['arn:aws:iam::111122223333:role/platform-*'] };
const found = { state: { ...entryState, granted: null }, sets: adminOfCluster, bornAt: null };

describeRule(ruleOf(catalogue, 'access-entry-cluster-admin'), 'access-entry', {
  fails: [
    {
      name: 'a cluster administrator whom the configuration does not name',
      state: entryState,
      sets: adminOfCluster,
      related: nothing,
      config,
      evidence: ['policyArn', 'accessScope', 'principalArn'],
    },
    {
      name: 'none are configured',
      state: { ...entryState, principalArn: USER },
      sets: holding({ [access('AmazonEKSAdminPolicy')]: 'cluster' }),
      related: nothing,
      severity: 'low',
      evidence: ['policyArn'],
    },
    {
      name: 'an entry that was found, of another than who made the cluster',
      ...found,
      related: other,
      config,
      evidence: ['principalArn'],
    },
    {
      name: 'an entry that was found in a cluster made without rights for its creator',
      ...found,
      related: cluster({ creator: PRINCIPAL, creatorAdmin: false }),
      config,
      evidence: ['principalArn'],
    },
    {
      name: 'an entry that was found, and then given the policy',
      ...found,
      state: { ...entryState, granted: `${CLUSTER_ADMIN} cluster` },
      related: nothing,
      config,
      evidence: ['principalArn'],
    },
    {
      name: 'made by a call for who made the cluster',
      state: entryState,
      sets: adminOfCluster,
      related: own,
      config,
      evidence: ['principalArn'],
    },
  ],
  passes: [
    {
      name: 'a configured one, with a path',
      state: { ...entryState, principalArn: 'arn:aws:iam::111122223333:role/people/platform-admin' },
      sets: adminOfCluster,
      related: nothing,
      config,
    },
    {
      name: 'another, in a namespace',
      state: entryState,
      sets: holding({ [CLUSTER_ADMIN]: 'namespace:shop' }),
      related: nothing,
      config,
    },
    {
      name: 'the same principal without an access policy',
      state: entryState,
      sets: holding({}),
      related: nothing,
      config,
    },
  ],
  indeterminate: [
    { name: 'policies unknown', state: entryState, related: nothing, config, missing: 'policies' },
    {
      name: 'principal unknown',
      state: { ...entryState, principalArn: undefined },
      sets: adminOfCluster,
      related: nothing,
      config,
      missing: 'principalArn',
    },
    { name: 'found, nothing known of the cluster', ...found, related: nothing, config, missing: 'who made' },
    {
      name: 'found, who made the cluster unknown',
      ...found,
      related: cluster({ creatorAdmin: true }),
      config,
      missing: 'who made',
    },
    {
      name: "found, its creator's, and whether it got rights unknown",
      ...found,
      related: cluster({ creator: PRINCIPAL }),
      config,
      missing: 'who made',
    },
  ],
  notApplicable: [{ name: 'the entry that EKS made for the creator', ...found, related: own, config }],
});
