import type { Resource } from '@podguard/core';
import { attached, inline, otherRole, ROLE } from '../../support/role-rights.ts';
import { ACCOUNT } from '../../support/states.ts';
import { aws, podIdentity, trust } from '../../support/trusts.ts';

export type Sets = ReturnType<typeof inline>;

const pods = trust(podIdentity(['sts:AssumeRole', 'sts:TagSession']));
export const state = { arn: ROLE, trust: pods, boundary: null };
export const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
export const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
export const assume = (...names: readonly string[]) => ({
  Action: 'sts:AssumeRole',
  Resource: names.map(arn),
});
export const trusting = (...by: readonly string[]) => trust(aws({ AWS: by }));
export const NO_ROLES = inline({ Action: 's3:GetObject' });
export const ADMINISTRATOR = attached('AdministratorAccess');

export const role = (name: string, by: string, sets: Sets, more: object = {}): Resource<'iam-role'> =>
  otherRole({ state: { arn: arn(name), trust: trusting(by), boundary: null }, sets, ...more }, arn(name));

/** It may assume `step`, which may assume `top`, an administrator. */
export const first = { state, sets: inline(assume('step')) };
export const step = role('step', ROLE, inline(assume('top')));
export const top = role('top', arn('step'), ADMINISTRATOR);
export const topBy = (text: string) => ({ ...top, state: { ...top.state, trust: text } });

export const around = (...roles: readonly (Resource<'iam-role'> | { readonly missing: string })[]) => ({
  associations: [],
  targetAssociations: [],
  chainedPolicies: [],
  chainedRoles: roles,
});
