import {
  actorName,
  type History,
  isRead,
  policyKeyFromArn,
  type RemediationStep,
  type Resource,
  roleKeyFromArn,
} from '@podguard/core';
import { defineRemediator, type PlanContext, type PlanDraft } from '../remediator.ts';
import { readTrust } from '../trust/document.ts';
import { formerTrusts } from '../trust/former.ts';
import { letsIn } from '../trust/pod-identity.ts';
import { anyRole, iamRegion, roleName, whyUnchangeable } from '../trust/role.ts';
import { boundSince, isBefore } from '../trust/since.ts';

type Role = Resource<'iam-role'>;
type Context = PlanContext<'iam-role'>;

export const detachAdminPolicy = defineRemediator({
  id: 'detach-admin-policy',
  title: 'Detaches the one managed policy that makes a role of pods an administrator',
  rules: ['pod-identity-privileged-role', 'pod-role-privileged'],
  kind: 'iam-role',
  grants: [
    { actions: ['iam:DetachRolePolicy'], resources: anyRole },
    { undoOnly: true, actions: ['iam:AttachRolePolicy'], resources: anyRole },
  ],
  mayBreak: [
    'Whatever the role does by this policy alone is refused at once, for sessions that have begun, too, and for whoever else uses the role.',
  ],
  needs: {
    associations: ['namespace', 'serviceAccount', 'roleArn', 'disableSessionTags'],
    targetAssociations: ['targetRoleArn'],
    nodegroups: ['nodegroupName'],
    customerPolicies: ['defaultVersion'],
  },
  causes: ({ customerPolicies }) => customerPolicies.flatMap((one) => ('missing' in one ? [] : [one.key])),
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
    if (accused.length > 0) {
      const unreachable = whyUnreachable(role, context);
      if (unreachable !== undefined) return unreachable;
      const attached = accused.filter((arn) => isByAttachment(role, arn, context));
      return attached.length > 0
        ? attached.map((arn) => detached(role, arn, context))
        : `${accused.join(', ')} made ${role.key} an administrator before pods could get it, as far as is known, and the role may be somebody else’s: see what let the pods get it, and take that back (an association: revert-association)`;
    }
    const inline = namesIn(context, 'policyName').filter((name) =>
      role.sets.inlinePolicies.members.has(name),
    );
    return inline.length > 0
      ? `it is by the inline policy ${inline.join(', ')} of ${role.key}, which is not deleted: only people know what else of it is needed`
      : `no managed policy that is attached to ${role.key} is known to make it so`;
  },
});

/** As the rules name policies among their evidence. */
function namesIn({ finding }: Context, of: 'policyArn' | 'policyName'): readonly string[] {
  const values = finding.evidence.filter(({ path }) => path === of).map(({ value }) => value);
  return [...new Set(values.filter((value) => typeof value === 'string'))];
}

function detached(role: Role, arn: string, { recorded, related }: Context): PlanDraft {
  return {
    summary: `Detach ${arn} from ${role.key}`,
    steps: [step(role, 'iam:DetachRolePolicy', arn, `Detach ${arn} from ${roleName(role)}`)],
    undo: [step(role, 'iam:AttachRolePolicy', arn, `Attach ${arn} to ${roleName(role)} again`)],
    after: { [`policies ${arn}`]: null },
    facts: [attachmentFact(recorded, arn), lastUse(role), ...users(role, related)],
  };
}

/** Since when it has been attached without a break, as far as that is recorded; `isNew`: it is known not to have been before. */
function attachedBy({ log }: History, arn: string) {
  const told = log.flatMap((change) => {
    const member = change.op === 'delete' ? null : change.sets.policies?.[arn];
    const isWhole = change.op === 'put' && change.sets.policies !== null;
    return member === undefined && !isWhole ? [] : [{ change, isThere: (member ?? null) !== null }];
  });
  const before = told.findLastIndex(({ isThere }) => !isThere);
  const change = told[before + 1]?.change;
  return change && { ...change, isNew: before >= 0 };
}

function attachmentFact(recorded: History, arn: string): string {
  const since = attachedBy(recorded, arn);
  if (since === undefined) return 'Who attached it is not recorded.';
  const { cause, stamp } = since;
  return isRead(cause)
    ? `It was first seen attached when the account was read, at ${stamp.time}.`
    : `It was attached at ${stamp.time} by ${actorName(cause.actor)} (${cause.eventName}).`;
}

/** Of an association: whoever makes one does not make its pods get the role. */
function whyUnreachable(role: Role, { finding, related }: Context): string | undefined {
  if (finding.resource.kind !== 'pod-identity-association') return undefined;
  const own = related.associations.find(({ key }) => key === finding.resource.key);
  return own?.present && isLetIn(role, own)
    ? undefined
    : `the trust policy of ${role.key} is not known to let in the pods of ${finding.resource.key}: what is amiss is the association (revert-association)`;
}

function isLetIn(role: Role, association: Resource<'pod-identity-association'>): boolean {
  const trust = readTrust(role.state.trust);
  return typeof trust !== 'string' && letsIn(trust.policy, association) === true;
}

/** Whether attaching it, or what it was made to allow, opened the finding or made it worse; or whether pods could get the role before. */
function isByAttachment(role: Role, arn: string, context: Context): boolean {
  const { changed = [], recorded, related } = context;
  const isCause = changed.some((change) =>
    change.key === role.key
      ? change.cause.eventName === 'AttachRolePolicy' &&
        change.op === 'patch' &&
        (change.sets.policies?.[arn] ?? null) !== null
      : change.key === policyKeyFromArn(arn) && change.op === 'patch',
  );
  if (isCause) return true;
  const since = attachedBy(recorded, arn);
  if (since?.isNew !== true || related.targetAssociations.some(({ present }) => present)) return false;
  const isTrustOlder = formerTrusts(role, recorded).every(({ until }) => until < since.stamp.time);
  const associations = related.associations.filter(({ present }) => present);
  return (
    changed.some(({ key }) => key === role.key) &&
    isTrustOlder &&
    associations.every((one) => isBefore(boundSince(one), since.stamp.time))
  );
}

function lastUse({ state: { lastUsedAt }, activity }: Role): string {
  const uses = Object.values(activity).map(({ last }) => last.stamp.time);
  const newest = [...uses, ...(typeof lastUsedAt === 'string' ? [lastUsedAt] : [])].sort().at(-1);
  if (newest !== undefined) return `The role was last seen used at ${newest}.`;
  return lastUsedAt === null
    ? 'AWS knows of no use of the role within the last 400 days.'
    : 'When the role was last used is not known.';
}

function users(role: Role, { associations, nodegroups }: Context['related']): readonly string[] {
  return [
    ...associations
      .filter(({ present }) => present)
      .slice(0, 20)
      .map((one) => {
        const { namespace, serviceAccount, clusterName } = one.state;
        const pods = `Pods of ${namespace ?? '?'}/${serviceAccount ?? '?'} in cluster ${clusterName ?? '?'}`;
        return isLetIn(role, one)
          ? `${pods} get the role.`
          : `${pods} have an association of the role, and its trust policy is not known to let them in.`;
      }),
    ...nodegroups
      .filter(({ present }) => present)
      .slice(0, 20)
      .map(({ state }) => `Node group ${state.nodegroupName ?? '?'} has the role.`),
  ];
}

function step(role: Role, action: string, PolicyArn: string, words: string): RemediationStep {
  return { action, region: iamRegion(role), input: { RoleName: roleName(role), PolicyArn }, words };
}
