import { defineRule, fail, indeterminate, notApplicable, pass, type Resource } from '@podguard/core';
import { admitsRole } from '../shared/admits-role.ts';
import { type NodeUser, nodeUsers } from '../shared/instance-users.ts';
import { awsTrust } from '../shared/reach.ts';
import { readTrust } from '../shared/trust.ts';
import { leaveTheNodeRole } from './leave-the-node-role.ts';

export const legacyNodeSessionAssumes = defineRule({
  id: 'legacy-node-session-assumes',
  title: 'Nodes assume the role for their pods',
  method: 'legacy',
  resource: 'iam-role',
  severity: 'high',
  broken: false,
  family: null,
  description:
    "Reports a role that was seen assumed with the credentials of a cluster's nodes, the way kube2iam and kiam hand out roles, until its trust policy keeps them out. It takes the group of events `activity`.",
  rationale:
    'What the node can assume every pod can that reaches its metadata service: the role is shared by all of them, and no record says which pod it was.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html',
    'https://github.com/jtblin/kube2iam#iam-roles',
  ],
  mappings: {},
  falsePositives: ['Software of the node itself, not of a pod, that takes on a role of its own.'],
  needs: {
    instanceCallers: ['trust', 'policies'],
    callerNodegroups: ['nodeRole'],
  },
  covers: undefined,
  evaluate(role, { config, related }) {
    const around = { roles: related.instanceCallers, nodegroups: related.callerNodegroups };
    const seen = nodeUsers(role, 'node-session', around, config);
    const found = seen.found.filter((user) => isLetIn(role, user));
    const [first, ...others] = found;
    if (first !== undefined) {
      const more = others.length > 0 ? ` and ${others.length} more` : '';
      return fail(`Nodes with the role ${first.key}${more} assume ${role.key}: so can every pod on them`, {
        evidence: found.flatMap(({ key, use, because }) => [
          { path: `activity node-session ${key}`, value: `since ${use.first.stamp.time}` },
          { path: 'nodeRole', value: because },
        ]),
      });
    }
    if (seen.open.length > 0) return indeterminate(...seen.open);
    if (!seen.complete) return indeterminate('which other instances assume it');
    return config.events.includes('activity') ? pass : notApplicable('the events `activity` are not judged');
  },
  mend: leaveTheNodeRole,
});

/** Whether the role's trust policy, as far as it is known, still lets them in. */
function isLetIn(role: Resource<'iam-role'>, { use }: NodeUser): boolean {
  const trust = readTrust(role);
  if ('verdict' in trust) return true;
  const answer = awsTrust(trust.policy);
  return !answer.decided || admitsRole(answer, use.last.cause.actor.principal) !== null;
}
