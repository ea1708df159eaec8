import type { Resource } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import {
  allow,
  attached,
  inline,
  OTHER,
  OWN_POLICY,
  otherRole,
  ownPolicy,
  ROLE,
} from '../../support/role-rights.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { resourceOf, type StateInput } from '../../support/states.ts';

const DEPLOYER = 'arn:aws:iam::111122223333:role/ci/deployer';
const state = { namespace: 'shop', serviceAccount: 'cart', clusterName: 'prod', roleArn: ROLE };
const before = [{ roleArn: OTHER }];
type Sets = NonNullable<StateInput<'iam-role'>['sets']>;
const withRights = (sets: Sets, arn = ROLE) => ({ state: { arn, boundary: null }, sets });
/** The role that it has, and the one that it had. */
const roles = (now: Sets, former: Sets) => ({
  policies: [],
  namedRoles: [],
  sameSlot: [],
  slotRoles: [resourceOf('iam-role', withRights(now)), otherRole(withRights(former, OTHER))],
  slotPolicies: [],
});
const carts = inline({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::carts/*' });
const cartsAndMore = inline({ Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::carts/*' });
/** A policy was taken from the role that it had. */
const lost = (at: string) => {
  const { slotRoles, ...others } = roles(cartsAndMore, carts);
  const [now, former] = slotRoles as [Resource<'iam-role'>, Resource<'iam-role'>];
  const inlinePolicies = { ...former.sets.inlinePolicies, removed: new Map([['old', at]]) };
  return { ...others, slotRoles: [now, { ...former, sets: { ...former.sets, inlinePolicies } }] };
};
const buckets = inline({ Action: 's3:*' });
const tills = inline({ Action: 'dynamodb:GetItem', Resource: 'arn:aws:dynamodb:*:*:table/tills' });
const escalating = inline({ Action: 'iam:PutRolePolicy' });
const admin = attached('AdministratorAccess');
/** Of the service account before: made and deleted a while before `bornAt`. */
const predecessor = (goneAt: string | null, roleArn: string | undefined = OTHER) => ({
  ...resourceOf('pod-identity-association', { state: { ...state, roleArn }, gone: true }),
  key: 'arn:aws:eks:eu-central-1:111122223333:podidentityassociation/prod/a-0',
  bornAt: '2026-01-01T00:00:00Z',
  goneAt,
});

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
      related: roles(admin, { policies: { [OWN_POLICY]: true }, inlinePolicies: {} }),
      missing: OWN_POLICY,
    },
    {
      name: 'what it may do now is not known',
      state,
      before,
      related: roles({ policies: { [OWN_POLICY]: true }, inlinePolicies: {} }, carts),
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

describeRule(ruleOf(catalogue, 'pod-identity-role-swapped'), 'pod-identity-association', {
  fails: [
    {
      name: 'by one of two that were deleted in the same second',
      state,
      related: {
        ...roles(admin, carts),
        sameSlot: [
          predecessor('2026-01-02T02:14:00Z', ROLE),
          { ...predecessor('2026-01-02T02:14:00Z'), key: 'other' },
        ],
      },
      evidence: ['formerRoleArn'],
    },
    {
      name: 'to everything but some actions',
      state,
      before,
      related: roles(
        {
          policies: {},
          inlinePolicies: {
            app: '{"Statement": {"Effect": "Allow", "NotAction": ["iam:*", "sts:*", "organizations:*", "lambda:*", "ec2:*", "ecs:*", "cloudformation:*", "glue:*", "sagemaker:*", "codebuild:*"], "Resource": "*"}}',
          },
        },
        carts,
      ),
      evidence: ['formerRoleArn'],
    },
    {
      name: "by a customer's policy",
      state,
      before,
      related: {
        ...roles({ policies: { [OWN_POLICY]: true }, inlinePolicies: {} }, carts),
        policies: [ownPolicy(allow({ Action: '*' }))],
      },
      evidence: ['roleArn'],
    },
  ],
  passes: [
    {
      name: "from a customer's policy",
      state,
      before,
      related: {
        ...roles(carts, { policies: { [OWN_POLICY]: true }, inlinePolicies: {} }),
        slotPolicies: [ownPolicy(allow({ Action: '*' }))],
      },
    },
  ],
  indeterminate: [
    {
      name: 'to more rights than are compared',
      state,
      before,
      related: roles(
        inline(
          ...Array.from({ length: 61 }, (_, at) => ({
            Action: 's3:GetObject',
            Resource: `arn:aws:s3:::carts/${at}`,
          })),
        ),
        carts,
      ),
      missing: 'more rights than are compared',
    },
    {
      name: "from a customer's policy that is not known",
      state,
      before,
      related: roles(carts, { policies: { [OWN_POLICY]: true }, inlinePolicies: {} }),
      missing: OWN_POLICY,
    },
  ],
});
