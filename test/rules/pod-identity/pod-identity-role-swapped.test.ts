import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { attached, inline, OTHER, OWN_POLICY, otherRole, ROLE } from '../../support/role-rights.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { resourceOf } from '../../support/states.ts';
import { aws, trust } from '../../support/trusts.ts';
import {
  admin,
  before,
  buckets,
  byOwnPolicy,
  carts,
  cartsAndMore,
  escalating,
  lost,
  predecessor,
  roles,
  state,
  tills,
  withRights,
} from './swapped.ts';

const DEPLOYER = 'arn:aws:iam::111122223333:role/ci/deployer';

const administratorNaming = (arn: string) =>
  otherRole({ state: { trust: trust(aws({ AWS: arn })), boundary: null }, sets: admin }, DEPLOYER);

describeRule(ruleOf(catalogue, 'pod-identity-role-swapped'), 'pod-identity-association', {
  fails: [
    {
      name: 'to an administrator',
      neighbour: 'to a role that may do the same',
      state,
      before,
      related: roles(admin, carts),
      evidence: ['formerRoleArn', 'roleArn'],
    },
    {
      name: 'to one that can make itself one',
      state,
      before,
      related: roles(escalating, carts),
      evidence: ['roleArn'],
    },
    {
      name: 'from one that can make itself one to an administrator',
      state,
      before,
      related: roles(admin, escalating),
      evidence: ['roleArn'],
    },
    {
      name: 'to one that may write too',
      state,
      before,
      related: roles(cartsAndMore, carts),
      evidence: ['app: Statement[0].Action[1]'],
    },
    {
      name: 'to all buckets from one',
      state,
      before,
      related: roles(buckets, carts),
      evidence: ['app: Statement[0].Action'],
    },
    {
      name: 'to the full access of a service from reading it',
      state,
      before,
      related: roles(attached('AmazonS3FullAccess'), attached('AmazonS3ReadOnlyAccess')),
      evidence: ['policy'],
    },
    {
      name: 'to one with rights of another kind',
      state,
      before,
      related: roles(tills, carts),
      severity: 'low',
      evidence: ['app: Statement[0].Action'],
    },
    {
      name: 'from one that had lost rights before',
      state,
      before,
      related: lost('2025-12-01T00:00:00Z'),
      evidence: ['app: Statement[0].Action[1]'],
    },
    {
      name: 'by a configured deployer',
      state: { ...state, changedBy: DEPLOYER },
      before,
      related: roles(buckets, carts),
      config: { deployers: [DEPLOYER] },
      severity: 'low',
      evidence: ['roleArn'],
    },
    {
      name: 'by a configured deployer, to an administrator',
      state: { ...state, changedBy: DEPLOYER },
      before,
      related: roles(admin, carts),
      config: { deployers: [DEPLOYER] },
      evidence: ['roleArn'],
    },
    {
      name: 'the worst of what it had counts',
      state,
      before: [{ roleArn: OTHER }, { roleArn: 'arn:aws:iam::111122223333:role/third' }],
      related: {
        ...roles(buckets, carts),
        slotRoles: [
          ...roles(buckets, carts).slotRoles,
          otherRole(withRights(tills), 'arn:aws:iam::111122223333:role/third'),
        ],
      },
      evidence: ['formerRoleArn'],
    },
    {
      name: 'by a delete and a create within the window',
      state,
      related: { ...roles(admin, carts), sameSlot: [predecessor('2026-01-02T02:14:00Z')] },
      evidence: ['formerRoleArn'],
    },
  ],
  passes: [
    { name: 'from an administrator', state, before, related: roles(carts, admin) },
    { name: 'between administrators', state, before, related: roles(admin, admin) },
    { name: 'to a role that may do the same', state, before, related: roles(carts, carts) },
    {
      name: 'to a role that may do the same, and that an administrator names',
      state,
      before,
      related: { ...roles(carts, carts), namedRoles: [administratorNaming(ROLE)] },
    },
    { name: 'to one that may read only', state, before, related: roles(carts, cartsAndMore) },
    { name: 'to one bucket of all', state, before, related: roles(carts, buckets) },
    {
      name: 'to reading a service from its full access',
      state,
      before,
      related: roles(attached('AmazonS3ReadOnlyAccess'), attached('AmazonS3FullAccess')),
    },
    {
      name: 'to a role whose Deny takes away what it adds',
      state,
      before,
      related: roles(
        inline(
          { Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::carts/*' },
          { Effect: 'Deny', Action: 's3:PutObject' },
        ),
        carts,
      ),
    },
  ],
  indeterminate: [
    {
      name: 'its role is not known',
      state: { ...state, roleArn: undefined },
      before,
      related: roles(admin, carts),
      missing: 'roleArn',
    },
    {
      name: 'nothing is known of the role that it has',
      state,
      before,
      related: { ...roles(admin, carts), slotRoles: [otherRole(withRights(carts))] },
      missing: ROLE,
    },
    {
      name: 'nothing is known of the role that it had',
      state,
      before,
      related: {
        ...roles(admin, carts),
        slotRoles: [resourceOf('iam-role', withRights(admin)), { missing: OTHER }],
      },
      missing: OTHER,
    },
    {
      name: 'the role that it had was deleted',
      state,
      before,
      related: {
        ...roles(admin, carts),
        slotRoles: [resourceOf('iam-role', withRights(admin)), otherRole({ gone: true })],
      },
      missing: OTHER,
    },
    {
      name: 'rights were taken from the role that it had, after it had got it',
      state,
      before,
      related: lost('2026-01-03T00:00:00Z'),
      missing: OTHER,
    },
    {
      name: 'what the administrator had before is not known',
      state,
      before,
      related: roles(admin, byOwnPolicy),
      missing: OWN_POLICY,
    },
    {
      name: 'what it may do now is not known',
      state,
      before,
      related: roles(byOwnPolicy, carts),
      missing: OWN_POLICY,
    },
    {
      name: 'an AWS policy of which only the name is known, beside a document',
      state,
      before,
      related: roles(attached('AmazonS3ReadOnlyAccess'), carts),
      missing: 'AmazonS3ReadOnlyAccess',
    },
  ],
  notApplicable: [
    { name: 'it had no other', state, related: roles(admin, carts) },
    {
      name: 'the role was deleted',
      state,
      before,
      related: {
        ...roles(admin, carts),
        slotRoles: [resourceOf('iam-role', { gone: true }), otherRole(withRights(carts))],
      },
    },
    {
      name: 'the one before was deleted longer ago than the window',
      state,
      related: { ...roles(admin, carts), sameSlot: [predecessor('2026-01-02T02:03:00Z')] },
    },
    {
      name: 'the one before was deleted after',
      state,
      related: { ...roles(admin, carts), sameSlot: [predecessor('2026-01-02T04:00:00Z')] },
    },
    {
      name: 'when the one before was deleted is not known',
      state,
      related: { ...roles(admin, carts), sameSlot: [predecessor(null)] },
    },
    {
      name: 'the one before had the same role',
      state,
      related: { ...roles(admin, carts), sameSlot: [predecessor('2026-01-02T02:14:00Z', ROLE)] },
    },
  ],
});
