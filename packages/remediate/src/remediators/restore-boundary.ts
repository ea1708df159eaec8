import type { RemediationStep, Reported, Resource } from '@podguard/core';
import { defineRemediator, type PlanContext } from '../remediator.ts';
import { anyRole, iamRegion, roleName, whyUnchangeable } from '../trust/role.ts';

type Role = Resource<'iam-role'>;

export const restoreBoundary = defineRemediator({
  id: 'restore-boundary',
  title: 'Gives a role its permissions boundary back',
  rules: ['role-boundary-removed'],
  kind: 'iam-role',
  grants: [
    { actions: ['iam:PutRolePermissionsBoundary'], resources: anyRole },
    { undoOnly: true, actions: ['iam:DeleteRolePermissionsBoundary'], resources: anyRole },
  ],
  mayBreak: [
    'What the role may do by its policies and the boundary does not allow is refused again, for sessions that have begun, too.',
  ],
  needs: {},
  guards: [],
  mayForce: false,
  settlesMs: 15_000,
  target: ({ resource: { key } }) => key,
  plan(role, context) {
    const refusal = whyUnchangeable(role, context);
    if (refusal !== undefined) return refusal;
    const { boundary } = role.state;
    if (boundary === undefined) return `the permissions boundary of ${role.key} is not known`;
    const former = (role.former.boundary ?? []).flatMap(({ value }) =>
      typeof value === 'string' && !isUnbounding(value) ? [value] : [],
    );
    if (former.length === 0) return `no former permissions boundary of ${role.key} is recorded`;
    const lasting = former.filter((arn) => !isByTheSame(arn, context));
    if (lasting.length === 0)
      return `whoever took the permissions boundary of ${role.key} off had set ${former.join(', ')} the day before, and no other former one is recorded`;
    return lasting.map((arn) => ({
      summary: `Give ${role.key} its permissions boundary ${arn} back`,
      steps: [put(role, arn, `Set the permissions boundary of ${roleName(role)} to ${arn}`)],
      undo: [boundary === null ? take(role) : put(role, boundary, `Set its boundary to ${boundary} again`)],
      after: { boundary: arn },
      facts: [
        boundary === null
          ? 'It has no permissions boundary now.'
          : `Its permissions boundary is ${boundary} now.`,
      ],
    }));
  },
});

const DAY_MS = 24 * 3600 * 1000;

/** Whether who took the boundary off had set this one within a day, on a role that was there: it is none that lasted. */
function isByTheSame(arn: string, { finding, recorded }: PlanContext<'iam-role'>): boolean {
  const taken = recorded.log.find(({ cause }) => cause.eventId === finding.opened?.eventId);
  const set = recorded.log.find((change) => change.op === 'patch' && toldOf(change.fields.boundary) === arn);
  if (taken === undefined || set === undefined) return false;
  return (
    set.cause.actor.principal === taken.cause.actor.principal &&
    Date.parse(taken.stamp.time) - Date.parse(set.stamp.time) < DAY_MS
  );
}

function toldOf(told: Reported | undefined): unknown {
  return told !== undefined && 'value' in told ? told.value : undefined;
}

/** It allows everything, as the rule has it. */
function isUnbounding(arn: string): boolean {
  return /^arn:[^:]*:iam::aws:policy\/AdministratorAccess$/.test(arn);
}

function put(role: Role, PermissionsBoundary: string, words: string): RemediationStep {
  return {
    action: 'iam:PutRolePermissionsBoundary',
    region: iamRegion(role),
    input: { RoleName: roleName(role), PermissionsBoundary },
    words,
  };
}

function take(role: Role): RemediationStep {
  return {
    action: 'iam:DeleteRolePermissionsBoundary',
    region: iamRegion(role),
    input: { RoleName: roleName(role) },
    words: `Take the permissions boundary of ${roleName(role)} off again`,
  };
}
