import {
  defineRule,
  type Evidence,
  fail,
  indeterminate,
  notApplicable,
  pass,
  undecidable,
} from '@podguard/core';
import { lines, takeRights } from '../shared/mend-steps.ts';
import { rightEvidence, shortList } from '../shared/node-evidence.ts';
import { nodeRightsOf } from '../shared/node-rights.ts';
import { isNodeRole, nodeRoleBecause } from '../shared/node-role.ts';
import { coversNodeRights, nodeWitness } from '../shared/node-witness.ts';
import { administratorBy, permissionsOf } from '../shared/permissions.ts';

export const nodeRoleAppPermissions = defineRule({
  id: 'node-role-app-permissions',
  title: 'A node role has rights beyond those that a node needs',
  method: 'node-role',
  resource: 'iam-role',
  severity: 'high',
  broken: false,
  family: null,
  description:
    "Reports a role of cluster nodes that allows more than AWS's standard node policies do, add-ons' documented rights and sts:AssumeRole apart (rules of their own). Critical where the role is administrator-equivalent.",
  rationale:
    'Any pod that reaches the metadata service of its node has these rights, whatever service account it uses.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
  ],
  mappings: { cisEks: ['5.2.1'], nist80053: ['AC-6'] },
  falsePositives: [
    'Rights that an agent of the node itself needs, on nodes whose pods cannot reach the metadata service.',
  ],
  needs: {
    nodegroups: ['nodeRole'],
    accessEntries: ['principalArn', 'type'],
    customerPolicies: ['defaultVersion', 'versions'],
  },
  covers: coversNodeRights,
  evaluate(role, { config, related }) {
    const node = isNodeRole(role, related, config);
    if (node === 'no') return notApplicable('no role of nodes');
    if (node === 'unknown') return indeterminate(`whether nodes have ${role.key}`);
    const { set } = permissionsOf(role, related.customerPolicies);
    const { beyond, unread } = nodeRightsOf(set);
    if (beyond.sure.length > 0) {
      const administrator = administratorBy(set).answer === 'yes';
      const because = nodeRoleBecause(role, related, config);
      const evidence: Evidence[] = [...rightEvidence(beyond.sure), { path: 'nodeRole', value: because }];
      return fail(
        `Pods can use rights of their nodes' role ${role.key} that no node needs: ${shortList(beyond.sure)}`,
        {
          evidence,
          witness: nodeWitness(role, beyond.sure, set),
          ...(administrator
            ? { graded: { severity: 'critical', because: 'the role is administrator-equivalent' } }
            : {}),
        },
      );
    }
    if (unread.length > 0) return indeterminate(...unread.map((name) => `policy ${name}`), ...beyond.open);
    return beyond.open.length > 0 ? undecidable(...beyond.open) : pass;
  },
  mend: {
    cli: takeRights({
      first:
        'give the rights to the role of the service account that uses them (Pod Identity or IRSA) and restart its pods',
      change: 'take the statements out that no node needs',
    }),
    terraform: lines(
      '# first give the rights to the role of the service account that uses them (Pod Identity or IRSA) and restart its pods',
      '# then remove the aws_iam_role_policy_attachment or aws_iam_role_policy of the node role that gives them',
      '# what nodes need stays: AmazonEKSWorkerNodePolicy, a policy to pull images, and, where it has no role of its own, AmazonEKS_CNI_Policy; the AmazonSSMManagedInstanceCore of Systems Manager',
    ),
    cloudformation: lines(
      '# first give the rights to the role of the service account that uses them (Pod Identity or IRSA) and restart its pods',
      '# then take it out of the node role’s ManagedPolicyArns or Policies',
      '# what nodes need stays: AmazonEKSWorkerNodePolicy, a policy to pull images, and, where it has no role of its own, AmazonEKS_CNI_Policy; the AmazonSSMManagedInstanceCore of Systems Manager',
    ),
  },
});
