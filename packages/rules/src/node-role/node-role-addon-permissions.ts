import { defineRule, fail, indeterminate, notApplicable, pass, undecidable } from '@podguard/core';
import { rightEvidence, shortList } from '../shared/node-evidence.ts';
import { nodeRightsOf } from '../shared/node-rights.ts';
import { isNodeRole } from '../shared/node-role.ts';
import { coversNodeRights, nodeWitness } from '../shared/node-witness.ts';
import { permissionsOf } from '../shared/permissions.ts';

export const nodeRoleAddonPermissions = defineRule({
  id: 'node-role-addon-permissions',
  title: 'A node role has the rights of add-ons',
  method: 'node-role',
  resource: 'iam-role',
  severity: 'low',
  broken: false,
  family: null,
  description:
    'Reports a role of cluster nodes that carries the documented rights of the VPC CNI, the EBS or EFS CSI driver, the CloudWatch agent, the cluster autoscaler or the load balancer controller.',
  rationale:
    "Every pod that reaches the node's metadata service has them; on a role of the add-on's service account only the add-on does.",
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/cni-iam-role.html',
  ],
  mappings: {},
  falsePositives: [
    'A cluster without OIDC provider and Pod Identity agent, whose add-ons have no other way.',
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
    const { addons, unread } = nodeRightsOf(set);
    if (addons.sure.length > 0) {
      return fail(`The nodes' role ${role.key} has rights of add-ons: ${shortList(addons.sure)}`, {
        evidence: rightEvidence(addons.sure),
        witness: nodeWitness(role, addons.sure, set),
      });
    }
    if (unread.length > 0) return indeterminate(...unread.map((name) => `policy ${name}`), ...addons.open);
    return addons.open.length > 0 ? undecidable(...addons.open) : pass;
  },
  mend: {
    cli: "aws eks create-pod-identity-association --cluster-name CLUSTER_NAME --namespace kube-system --service-account SERVICE_ACCOUNT --role-arn ADDON_ROLE_ARN\n# once the add-on's pods were restarted: aws iam detach-role-policy --role-name {roleName} --policy-arn {policyArn}",
    terraform:
      'resource "aws_eks_pod_identity_association" "cni" {\n  cluster_name    = aws_eks_cluster.this.name\n  namespace       = "kube-system"\n  service_account = "aws-node"\n  role_arn        = aws_iam_role.cni.arn\n}',
    cloudformation:
      'Type: AWS::EKS::PodIdentityAssociation\nProperties:\n  ClusterName: !Ref Cluster\n  Namespace: kube-system\n  ServiceAccount: aws-node\n  RoleArn: !GetAtt CniRole.Arn',
  },
});
