import { catalogue } from '@podguard/rules';
import { access, adminOfCluster, CLUSTER_ADMIN, entryState, holding } from '../../support/access-entries.ts';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

const bornAt = '2026-01-02T03:04:00Z';
const within = { bornAt, goneAt: '2026-01-02T03:34:00Z' };
const given = { ...entryState, granted: `${CLUSTER_ADMIN} cluster` };

describeRule(ruleOf(catalogue, 'access-entry-short-lived'), 'access-entry', {
  fails: [
    {
      name: 'an administrator for half an hour',
      ...within,
      state: given,
      sets: adminOfCluster,
      evidence: ['policyArn', 'principalArn', 'made', 'deleted'],
    },
    {
      name: 'the policy was taken away before the entry was deleted',
      ...within,
      state: given,
      sets: holding({}),
      evidence: ['policyArn'],
    },
    {
      name: 'another policy was given after it',
      ...within,
      before: [given],
      state: { ...entryState, granted: `${access('AmazonEKSViewPolicy')} cluster` },
      sets: holding({}),
      evidence: ['policyArn'],
    },
    {
      name: 'what it held at the end is known, and no event told of it',
      bornAt,
      goneAt: '2026-01-02T03:05:00Z',
      state: { ...entryState, granted: undefined },
      sets: adminOfCluster,
      evidence: ['policyArn'],
    },
    {
      name: 'within one second, while another is an administrator by configuration',
      bornAt: within.goneAt,
      goneAt: within.goneAt,
      state: given,
      sets: adminOfCluster,
      config: { administrators: ['arn:aws:iam::111122223333:role/platform'] },
      evidence: ['deleted'],
    },
    {
      name: 'longer than an hour, in a longer window',
      bornAt,
      goneAt: '2026-01-02T05:04:00Z',
      state: given,
      sets: adminOfCluster,
      config: { limits: { windowMinutes: 120 } },
      evidence: ['made'],
    },
  ],
  passes: [
    {
      name: 'an administrator for more than an hour',
      ...within,
      bornAt: '2026-01-02T02:33:59Z',
      state: given,
      sets: adminOfCluster,
    },
    {
      name: 'a configured administrator',
      ...within,
      state: given,
      sets: adminOfCluster,
      config: { administrators: [entryState.principalArn] },
    },
    {
      name: 'a view policy only',
      ...within,
      state: { ...entryState, granted: `${access('AmazonEKSViewPolicy')} cluster` },
      sets: holding({ [access('AmazonEKSViewPolicy')]: 'cluster' }),
    },
    {
      name: 'an administrator of a namespace',
      ...within,
      state: { ...entryState, granted: `${CLUSTER_ADMIN} namespace:shop` },
      sets: holding({ [CLUSTER_ADMIN]: 'namespace:shop' }),
    },
  ],
  indeterminate: [
    {
      name: 'when it was made is unknown',
      ...within,
      bornAt: null,
      state: given,
      sets: adminOfCluster,
      missing: 'when',
    },
    {
      name: 'what it held is known, and not what it had been given',
      ...within,
      state: { ...entryState, granted: undefined },
      sets: holding({}),
      missing: 'granted',
    },
    { name: 'what it held is unknown', ...within, state: entryState, missing: 'policies' },
    {
      name: 'for what it got the policy is unknown',
      ...within,
      state: { ...entryState, granted: `${CLUSTER_ADMIN} ?` },
      sets: holding({}),
      missing: `scope of ${CLUSTER_ADMIN}`,
    },
    {
      name: 'principal unknown',
      ...within,
      state: { ...given, principalArn: undefined },
      sets: adminOfCluster,
      missing: 'principalArn',
    },
  ],
  notApplicable: [{ name: 'it is there', bornAt, state: given, sets: adminOfCluster }],
});
