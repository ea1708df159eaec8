import {
  actorName,
  type History,
  isRead,
  type RemediationStep,
  type Resource,
  roleKeyFromArn,
} from '@podguard/core';
import { defineRemediator, type PlanContext, type PlanDraft } from '../remediator.ts';
import { anyRole, iamRegion, roleName, whyUnchangeable } from '../trust/role.ts';

type Role = Resource<'iam-role'>;

export const detachAdminPolicy = defineRemediator({
  id: 'detach-admin-policy',
  title: 'Detaches the one managed policy that makes a role of pods an administrator',
  rules: ['pod-identity-privileged-role', 'pod-role-privileged'],
  kind: 'iam-role',
  grants: [{ actions: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'], resources: anyRole }],
  mayBreak: [
    'Whatever the role does by this policy alone is refused at once, for sessions that have begun, too, and for whoever else uses the role.',
  ],
  needs: { associations: ['namespace', 'serviceAccount'], nodegroups: ['nodegroupName'] },
  guards: [],
  mayForce: false,
  settlesMs: 15_000,
  target: ({ resource: { kind, key, account } }, { state }) => {
    if (kind === 'iam-role') return key;
    const { roleArn } = state as Resource<'pod-identity-association'>['state'];
    const role = typeof roleArn === 'string' ? roleKeyFromArn(roleArn) : undefined;
    return role?.includes(`:${account}:`) ? role : undefined;
  },
  plan(role, context) {
    const refusal = whyUnchangeable(role, context);
    if (refusal !== undefined) return refusal;
    const accused = namesIn(context, 'policyArn').filter((arn) => role.sets.policies.members.has(arn));
    if (accused.length > 0) return accused.map((arn) => detached(role, arn, context));
    const inline = namesIn(context, 'policyName').filter((name) =>
      role.sets.inlinePolicies.members.has(name),
    );
    return inline.length > 0
      ? `it is by the inline policy ${inline.join(', ')} of ${role.key}, which is not deleted: only people know what else of it is needed`
      : `no managed policy that is attached to ${role.key} is known to make it so`;
  },
});

/** As the rules name policies among their evidence. */
function namesIn({ finding }: PlanContext<'iam-role'>, of: 'policyArn' | 'policyName'): readonly string[] {
  const values = finding.evidence.filter(({ path }) => path === of).map(({ value }) => value);
  return [...new Set(values.filter((value) => typeof value === 'string'))];
}

function detached(role: Role, arn: string, { recorded, related }: PlanContext<'iam-role'>): PlanDraft {
  return {
    summary: `Detach ${arn} from ${role.key}`,
    steps: [step(role, 'iam:DetachRolePolicy', arn, `Detach ${arn} from ${roleName(role)}`)],
    undo: [step(role, 'iam:AttachRolePolicy', arn, `Attach ${arn} to ${roleName(role)} again`)],
    after: { [`policies ${arn}`]: null },
    facts: [attachedBy(recorded, arn), lastUse(role), ...users(related)],
  };
}

/** Since when it has been attached without a break, as far as that is recorded. */
function attachedBy({ log }: History, arn: string): string {
  const told = log.flatMap((change) => {
    const member = change.op === 'delete' ? null : change.sets.policies?.[arn];
    const isWhole = change.op === 'put' && change.sets.policies !== null;
    return member === undefined && !isWhole ? [] : [{ change, isThere: (member ?? null) !== null }];
  });
  const since = told[told.findLastIndex(({ isThere }) => !isThere) + 1]?.change;
  if (since === undefined) return 'Who attached it is not recorded.';
  const { cause, stamp } = since;
  return isRead(cause)
    ? `It was first seen attached when the account was read, at ${stamp.time}.`
    : `It was attached at ${stamp.time} by ${actorName(cause.actor)} (${cause.eventName}).`;
}

function lastUse({ state: { lastUsedAt }, activity }: Role): string {
  const uses = Object.values(activity).map(({ last }) => last.stamp.time);
  const newest = [...uses, ...(typeof lastUsedAt === 'string' ? [lastUsedAt] : [])].sort().at(-1);
  if (newest !== undefined) return `The role was last seen used at ${newest}.`;
  return lastUsedAt === null
    ? 'AWS knows of no use of the role within the last 400 days.'
    : 'When the role was last used is not known.';
}

function users({ associations, nodegroups }: PlanContext<'iam-role'>['related']): readonly string[] {
  return [
    ...associations
      .filter(({ present }) => present)
      .slice(0, 20)
      .map(
        ({ state: { namespace, serviceAccount, clusterName } }) =>
          `Pods of ${namespace ?? '?'}/${serviceAccount ?? '?'} in cluster ${clusterName ?? '?'} get the role.`,
      ),
    ...nodegroups
      .filter(({ present }) => present)
      .slice(0, 20)
      .map(({ state }) => `Node group ${state.nodegroupName ?? '?'} has the role.`),
  ];
}

function step(role: Role, action: string, PolicyArn: string, words: string): RemediationStep {
  return { action, region: iamRegion(role), input: { RoleName: roleName(role), PolicyArn }, words };
}
