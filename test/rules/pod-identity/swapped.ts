import type { Resource } from '@podguard/core';
import { attached, inline, OTHER, OWN_POLICY, otherRole, ROLE } from '../../support/role-rights.ts';
import { resourceOf, type StateInput } from '../../support/states.ts';

export const state = { namespace: 'shop', serviceAccount: 'cart', clusterName: 'prod', roleArn: ROLE };
export const before = [{ roleArn: OTHER }];
type Sets = NonNullable<StateInput<'iam-role'>['sets']>;
export const withRights = (sets: Sets, arn = ROLE) => ({ state: { arn, boundary: null }, sets });
/** The role that it has, and the one that it had. */
export const roles = (now: Sets, former: Sets) => ({
  policies: [],
  namedRoles: [],
  sameSlot: [],
  slotRoles: [resourceOf('iam-role', withRights(now)), otherRole(withRights(former, OTHER))],
  slotPolicies: [],
});
export const carts = inline({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::carts/*' });
export const cartsAndMore = inline({
  Action: ['s3:GetObject', 's3:PutObject'],
  Resource: 'arn:aws:s3:::carts/*',
});
/** A policy was taken from the role that it had. */
export const lost = (at: string) => {
  const { slotRoles, ...others } = roles(cartsAndMore, carts);
  const [now, former] = slotRoles as [Resource<'iam-role'>, Resource<'iam-role'>];
  const inlinePolicies = { ...former.sets.inlinePolicies, removed: new Map([['old', at]]) };
  return { ...others, slotRoles: [now, { ...former, sets: { ...former.sets, inlinePolicies } }] };
};
export const buckets = inline({ Action: 's3:*' });
export const tills = inline({ Action: 'dynamodb:GetItem', Resource: 'arn:aws:dynamodb:*:*:table/tills' });
export const escalating = inline({ Action: 'iam:PutRolePolicy' });
export const admin = attached('AdministratorAccess');
/** Of the service account before: made and deleted a while before `bornAt`. */
export const predecessor = (goneAt: string | null, roleArn: string | undefined = OTHER) => ({
  ...resourceOf('pod-identity-association', { state: { ...state, roleArn }, gone: true }),
  key: 'arn:aws:eks:eu-central-1:111122223333:podidentityassociation/prod/a-0',
  bornAt: '2026-01-01T00:00:00Z',
  goneAt,
});
/** A policy of the customer, and nothing beside it. */
export const byOwnPolicy: Sets = { policies: { [OWN_POLICY]: true }, inlinePolicies: {} };
