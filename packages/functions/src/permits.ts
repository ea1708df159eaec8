import type { Config, PersonAction } from '@podguard/core';
import { type Approval, type ApproversDeps, createApprovers } from './approvers.ts';

const REVIEWS: ReadonlySet<PersonAction['kind']> = new Set(['approve', 'reject']);

/** Creates what knows who may ask for what: about remediations those who are named for that, where any are. */
export function createPermits(
  { users, groups, approvers }: Pick<NonNullable<Config['slackActions']>, 'users' | 'groups' | 'approvers'>,
  deps: Omit<ApproversDeps, 'users' | 'groups'>,
): (user: string, kind: PersonAction['kind']) => Promise<Approval> {
  const toAct = createApprovers({ ...deps, users, groups });
  const toReview = approvers === undefined ? toAct : createApprovers({ ...deps, ...approvers });
  return (user, kind) => (REVIEWS.has(kind) ? toReview(user) : toAct(user));
}
