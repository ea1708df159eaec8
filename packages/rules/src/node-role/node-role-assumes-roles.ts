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
import {
  assumableRoles,
  type Extent,
  type PermissionSet,
  type PolicyRequest,
  patternCovers,
  type Reach,
  reachOf,
} from '@podguard/policy';
import { extentOf } from '../shared/extent.ts';
import { lines, takeRights } from '../shared/mend-steps.ts';
import { isNodeRole } from '../shared/node-role.ts';
import { permissionsOf } from '../shared/permissions.ts';
import { grantEvidence } from '../shared/permissions-evidence.ts';

export const nodeRoleAssumesRoles = defineRule({
  id: 'node-role-assumes-roles',
  title: 'A node role may assume other roles',
  method: 'node-role',
  resource: 'iam-role',
  severity: 'high',
  broken: false,
  family: null,
  description:
    'Reports a role of cluster nodes whose policies allow sts:AssumeRole, as kube2iam and kiam need it. The trust policies of the other roles decide as well.',
  rationale:
    'Any pod that reaches the metadata service of its node can take on each of these roles, past the agent that was meant to choose.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
    'https://github.com/jtblin/kube2iam#iam-roles',
  ],
  mappings: {},
  falsePositives: ['A role that only the node itself assumes, where pods cannot reach the metadata service.'],
  needs: {
    nodegroups: ['nodeRole'],
    accessEntries: ['principalArn', 'type'],
    customerPolicies: ['defaultVersion', 'versions'],
  },
  covers: (before, now) =>
    extentOf(now).every((role) => extentOf(before).some((known) => patternCovers(known, role))),
  evaluate(role, { config, related }) {
    const node = isNodeRole(role, related, config);
    if (node === 'no') return notApplicable('no role of nodes');
    if (node === 'unknown') return indeterminate(`whether nodes have ${role.key}`);
    const { set } = permissionsOf(role, related.customerPolicies);
    const reach = assumableRoles(set);
    const others = othersOf(reach.sure, set);
    const [request] = exampleOf(set, reach);
    if (reach.answer === 'yes' && others.length > 0 && request !== undefined) {
      return fail(`Pods can assume ${inWords(others)} through their nodes' role ${role.key}`, {
        evidence: grantEvidence(set, reach.evidence),
        witness: witnessOf(role, others, request),
      });
    }
    if (othersOf(reach.possible, set).length === 0) return pass;
    const unread = set.policies.some(
      ({ name, policy }) => policy === null && reach.missing.includes(`policy ${name}`),
    );
    return unread ? indeterminate(...reach.missing) : undecidable(...reach.missing);
  },
  mend: {
    cli: takeRights({
      first:
        'bind the assumed roles to service accounts by Pod Identity or IRSA, restart their pods, and remove kube2iam or kiam',
      change: 'take sts:AssumeRole out',
    }),
    terraform: lines(
      '# first bind the roles that it assumes to service accounts',
      'resource "aws_eks_pod_identity_association" "app" {',
      '  cluster_name    = aws_eks_cluster.this.name',
      '  namespace       = "app"',
      '  service_account = "app"',
      '  role_arn        = aws_iam_role.app.arn',
      '}',
      '# then, with kube2iam or kiam removed, take sts:AssumeRole out of the policies of the node role',
    ),
    cloudformation: lines(
      '# first bind the roles that it assumes to service accounts',
      'Type: AWS::EKS::PodIdentityAssociation',
      'Properties:',
      '  ClusterName: !Ref Cluster',
      '  Namespace: app',
      '  ServiceAccount: app',
      '  RoleArn: !GetAtt AppRole.Arn',
      '# then, with kube2iam or kiam removed, take sts:AssumeRole out of the policies of the node role',
    ),
  },
});

/** To assume itself gives a role nothing that it has not. */
function othersOf(extent: Extent, { holder }: PermissionSet): readonly string[] {
  return extent === 'anything' ? ['*'] : extent.filter((pattern) => pattern !== holder.arn);
}

function inWords(roles: readonly string[]): string {
  const [first] = roles;
  if (first === '*') return 'any role';
  return roles.length > 1 ? `${first} and ${roles.length - 1} more` : `${first}`;
}

/** A role of the same account is the better example. */
function exampleOf(set: PermissionSet, reach: Reach): readonly PolicyRequest[] {
  const { partition, account } = set.holder;
  const target = `arn:${partition}:iam::${account}:role/?*`;
  const own = reachOf(set, { actions: ['sts:AssumeRole'], target });
  return own.answer === 'yes' ? own.requests : reach.requests;
}

function witnessOf({ key }: Resource<'iam-role'>, roles: readonly string[], request: PolicyRequest): Witness {
  const resource = request.resource ?? '';
  return {
    text: `A pod that reads the credentials of ${key} from its node's metadata service may call sts:AssumeRole for ${resource}`,
    request: { action: request.action, resource },
    extent: [...roles],
  };
}
