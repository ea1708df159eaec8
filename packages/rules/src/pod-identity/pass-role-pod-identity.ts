import {
  defineRule,
  fail,
  indeterminate,
  notApplicable,
  pass,
  type Resource,
  undecidable,
  type Witness,
} from '@podguard/core';
import { type PermissionSet, passableToPodIdentity, type Reach, reachOf } from '@podguard/policy';
import { coversExtent } from '../shared/extent.ts';
import { once } from '../shared/memo.ts';
import { lines, takeRights } from '../shared/mend-steps.ts';
import { administratorBy, isUnread, onlyUnread, permissionsOf } from '../shared/permissions.ts';
import { grantEvidence } from '../shared/permissions-evidence.ts';

export const passRolePodIdentity = defineRule({
  id: 'pass-role-pod-identity',
  title: 'The role may give any role of the account to pods',
  method: 'pod-identity',
  resource: 'iam-role',
  severity: 'high',
  broken: false,
  family: null,
  description:
    'Reports a role that is no administrator and may both pass any role to pods.eks.amazonaws.com and make or change Pod Identity associations.',
  rationale:
    'Whoever has it binds an administrator role that trusts EKS Pod Identity to a service account of its own, and has its rights from a pod.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
  ],
  mappings: {},
  falsePositives: ['An account in which no role that trusts EKS Pod Identity has more rights than this one.'],
  needs: { customerPolicies: ['defaultVersion', 'versions'] },
  covers: coversExtent,
  evaluate(role, { related }) {
    const { set } = permissionsOf(role, related.customerPolicies);
    const unread = onlyUnread(set);
    if (unread !== null) return indeterminate(...unread);
    const { roles, associations, updates } = bindingsBy(set);
    const bindings = [associations, updates];
    if (roles.possible !== 'anything' || bindings.every(({ answer }) => answer === 'no')) return pass;
    if (administratorBy(set).answer === 'yes') return notApplicable('it is an administrator');
    const binding = bindings.find(({ answer }) => answer === 'yes');
    if (roles.sure === 'anything' && binding !== undefined) {
      const does = binding === associations ? 'make' : 'change';
      return fail(
        `${role.key} may pass any role to EKS Pod Identity and ${does} associations: it can give pods whatever role trusts pods.eks.amazonaws.com`,
        {
          evidence: grantEvidence(set, [...roles.evidence, ...binding.evidence]),
          witness: witnessOf(role, roles, bindings),
        },
      );
    }
    const missing = [...new Set([roles, ...bindings].flatMap((reach) => reach.missing))];
    return isUnread(set, missing) ? indeterminate(...missing) : undecidable(...missing);
  },
  mend: {
    cli: takeRights({
      first:
        'see which roles it binds, and allow those by a policy of its own: "Action": "iam:PassRole", "Resource": ["arn:aws:iam::{account}:role/pods/*"], "Condition": {"StringEquals": {"iam:PassedToService": "pods.eks.amazonaws.com"}}',
      change: 'iam:PassRole names the roles that it may pass; the other statements stay',
    }),
    terraform: lines(
      '# in place of the iam:PassRole that names any role',
      'statement {',
      '  actions   = ["iam:PassRole"]',
      '  resources = ["arn:aws:iam::{account}:role/pods/*"]',
      '  condition {',
      '    test     = "StringEquals"',
      '    variable = "iam:PassedToService"',
      '    values   = ["pods.eks.amazonaws.com"]',
      '  }',
      '}',
    ),
    cloudformation: lines(
      '# in place of the iam:PassRole that names any role',
      '- Effect: Allow',
      '  Action: iam:PassRole',
      '  Resource: arn:aws:iam::{account}:role/pods/*',
      '  Condition:',
      '    StringEquals:',
      '      iam:PassedToService: pods.eks.amazonaws.com',
    ),
  },
});

/** Two requests of the role, to pass a role and to bind it. */
function witnessOf({ key }: Resource<'iam-role'>, roles: Reach, bindings: readonly Reach[]): Witness | null {
  const [passing] = roles.requests;
  const ways = bindings.flatMap(({ requests }) => requests[0] ?? []);
  const [binding] = ways;
  if (passing === undefined || binding === undefined) return null;
  return {
    text: `${key} may call ${binding.action} with ${passing.resource}, which it may pass to EKS Pod Identity`,
    request: { action: binding.action, resource: binding.resource ?? '', passes: passing.resource ?? '' },
    extent: ways.map(({ action }) => action),
  };
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdatePodIdentityAssociation.html */
const bindingsBy = once((set: PermissionSet): Record<'roles' | 'associations' | 'updates', Reach> => {
  const { partition, account } = set.holder;
  const updates = reachOf(set, {
    actions: ['eks:UpdatePodIdentityAssociation'],
    target: `arn:${partition}:eks:*:${account}:podidentityassociation/?*`,
  });
  return { ...passableToPodIdentity(set), updates };
});
