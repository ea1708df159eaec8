import { accessEntryKey, parseArn, type RemediationStep, type Resource } from '@podguard/core';
import { ADMIN_POLICIES, adminPolicies, isAdministrator } from '../eks/admin-policies.ts';
import { lastAdministrator } from '../eks/last-administrator.ts';
import { otherAdministrators, principalKeyOf } from '../eks/other-administrators.ts';
import { ownEntry } from '../eks/own-entry.ts';
import { defineRemediator, type GrantPlace } from '../remediator.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html */
const entries = ({ partition, account }: GrantPlace) => [`arn:${partition}:eks:*:${account}:access-entry/*`];

export const revokeClusterAdmin = defineRemediator({
  id: 'revoke-cluster-admin',
  title: 'Takes the administrators’ policies off an access entry',
  rules: ['access-entry-cluster-admin', 'access-entry-workload-admin', 'cluster-creator-admin'],
  kind: 'access-entry',
  grants: [
    {
      actions: ['eks:DisassociateAccessPolicy'],
      resources: entries,
      condition: { ArnLike: { 'eks:policyArn': ADMIN_POLICIES } },
    },
    {
      undoOnly: true,
      actions: ['eks:AssociateAccessPolicy'],
      resources: entries,
      condition: {
        ArnLike: { 'eks:policyArn': ADMIN_POLICIES },
        StringEquals: { 'eks:accessScope': 'cluster' },
      },
    },
  ],
  mayBreak: [
    'Whoever works in the cluster as this principal may no longer administer it: pipelines, controllers and people. What its groups and its other policies give it stays.',
    'Who is an administrator by the ConfigMap aws-auth alone, or is not named under `administrators`, does not count as another one; whoever may call eks:AssociateAccessPolicy can give the policy back.',
  ],
  needs: { clusterEntries: ['policies', 'groups', 'type'] },
  guards: [lastAdministrator, ownEntry],
  mayForce: false,
  // Within a minute: https://docs.aws.amazon.com/eks/latest/userguide/access-policies.html
  settlesMs: 30_000,
  target(_finding, resource) {
    return resource.kind === 'eks-cluster'
      ? creatorsEntry(resource as unknown as Resource<'eks-cluster'>)
      : resource.key;
  },
  alsoRead(target, { related, config }) {
    const others = otherAdministrators(target, related, config).slice(0, MOST_READ);
    return others.flatMap((entry) => {
      const principal = principalKeyOf(entry);
      return principal === undefined ? [] : [entry.key, principal];
    });
  },
  plan(target, { related, config, isForced }) {
    const { region, state, present } = target;
    const { clusterName, principalArn, type } = state;
    if (!present) return `${target.key} is gone`;
    if (typeof clusterName !== 'string' || typeof principalArn !== 'string' || typeof type !== 'string')
      return 'Its cluster, principal and type are not all known: read the account first';
    if (type !== 'STANDARD' || principalArn.includes(':role/aws-service-role/'))
      return `${principalArn} is an entry of AWS’s own (${type}), which is left alone`;
    const { held, unknown } = adminPolicies(target);
    if (unknown.length > 0) return `The scope of ${unknown.join(', ')} is not known: read the account first`;
    if (held.length === 0) return 'It holds no administrators’ policy for the whole cluster';
    if (config.administrators.length === 0 && !isForced)
      return 'No administrators are configured, so that nobody knows who is to stay: name them under administrators, or insist by command (--force)';
    const entry = { clusterName, principalArn };
    const steps = held.map(
      (policyArn): RemediationStep => ({
        action: 'eks:DisassociateAccessPolicy',
        region,
        input: { ...entry, policyArn },
        words: `Take ${policyArn} off ${principalArn} in cluster ${clusterName}`,
      }),
    );
    const undo = held.map(
      (policyArn): RemediationStep => ({
        action: 'eks:AssociateAccessPolicy',
        region,
        input: { ...entry, policyArn, accessScope: { type: 'cluster' } },
        words: `Give ${principalArn} ${policyArn} for the whole cluster ${clusterName} again`,
      }),
    );
    const others = otherAdministrators(target, related, config).filter(
      (one) => isAdministrator(one) === true,
    );
    const names = others.slice(0, MOST_NAMED).map((one) => one.state.principalArn ?? one.key);
    return [
      {
        summary: `Takes the administrators’ rights in cluster ${clusterName} from ${principalArn}`,
        steps,
        undo: undo.toReversed(),
        after: Object.fromEntries(held.map((arn) => [`policies ${arn}`, null])),
        facts: [
          `Administrators of the cluster besides: ${names.length === 0 ? 'none is known' : names.join(', ')}${others.length > names.length ? ` and ${others.length - names.length} more` : ''}.`,
        ],
      },
    ];
  },
});

const MOST_NAMED = 10;
/** Each takes some calls; one that stays is enough. */
const MOST_READ = 5;

/** The entry that EKS made for who made the cluster. */
function creatorsEntry({ key, state }: Resource<'eks-cluster'>): string | undefined {
  const arn = parseArn(key);
  const name = arn?.resource.split('/')[1];
  return arn === undefined || name === undefined || typeof state.creator !== 'string'
    ? undefined
    : accessEntryKey(arn.partition, arn.region, arn.account, name, state.creator);
}
