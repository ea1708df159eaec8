import { defineRule, type Evidence, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { clusterAdminBy, clusterOf } from '../shared/access-policies.ts';
import { lines } from '../shared/mend-steps.ts';
import { isNodeRole, nodeRoleBecause } from '../shared/node-role.ts';
import { podReach, waysInWords } from '../shared/pods.ts';

export const accessEntryWorkloadAdmin = defineRule({
  id: 'access-entry-workload-admin',
  title: 'A role of pods or nodes is a cluster administrator',
  method: 'cluster-access',
  resource: 'access-entry',
  severity: 'critical',
  broken: false,
  family: 'cluster-admin',
  description:
    'Reports an access entry that gives AmazonEKSClusterAdminPolicy or AmazonEKSAdminPolicy for the whole cluster to a role that pods or nodes get.',
  rationale:
    'One pod that runs foreign code is then enough to own the cluster: every secret, and every role that any service account gets.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
  ],
  mappings: { cisEks: ['4.1.1'], nist80053: ['AC-6'] },
  falsePositives: [
    'A delivery controller, such as Argo CD on a hub cluster, that is meant to administer this one: exempt it, and keep its namespace for itself.',
  ],
  needs: {
    roles: ['trust', 'policies'],
    associations: ['roleArn'],
    targetAssociations: ['targetRoleArn'],
    nodegroups: ['nodeRole'],
  },
  covers: undefined,
  evaluate(entry, { related, config }) {
    const admin = clusterAdminBy(entry);
    if (admin.answer === 'no') return pass;
    const { principalArn } = entry.state;
    if (typeof principalArn !== 'string') return indeterminate('principalArn');
    const [role] = related.roles;
    if (role === undefined) return notApplicable('its principal is no role');
    if ('present' in role && !role.present) return notApplicable('the role was deleted');
    if (admin.answer === 'unknown') return indeterminate(...admin.missing);
    const holds = (who: string, evidence: readonly Evidence[]) =>
      fail(`${who} get ${principalArn}, an administrator of cluster ${clusterOf(entry)}`, {
        evidence: [...admin.evidence, { path: 'principalArn', value: principalArn }, ...evidence],
      });

    const [association] = [...related.associations, ...related.targetAssociations].filter(
      ({ present }) => present,
    );
    if (association !== undefined) {
      const { namespace, serviceAccount, clusterName } = association.state;
      const pods = `Pods of ${namespace ?? '?'}/${serviceAccount ?? '?'} of cluster ${clusterName ?? '?'}`;
      return holds(pods, [{ path: 'association', value: association.key }]);
    }
    const node = nodeRoleBecause(role, related, config);
    if (node !== null) return holds('Nodes', [{ path: 'node role by', value: node }]);
    if ('missing' in role) return indeterminate(`role ${role.missing}`);
    const reach = podReach(role, related, config);
    if (reach.answer === 'yes') return holds(`Pods${waysInWords(reach)}`, reach.evidence);
    if (reach.answer === 'unknown') return indeterminate(...reach.missing);
    return isNodeRole(role, related, config) === 'no'
      ? pass
      : indeterminate(`whether the instances that have ${role.key} are nodes`);
  },
  mend: {
    cli: lines(
      '# first see that another administrator gets into the cluster, and give the workload what it needs',
      'aws eks associate-access-policy --cluster-name {clusterName} --region {region} --principal-arn {principalArn} --policy-arn arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy --access-scope type=namespace,namespaces=NAMESPACE',
      'aws eks disassociate-access-policy --cluster-name {clusterName} --region {region} --principal-arn {principalArn} --policy-arn {policyArn}',
    ),
    terraform: lines(
      '# in place of the association with the administrator’s policy',
      'resource "aws_eks_access_policy_association" "workload" {',
      '  cluster_name  = "{clusterName}"',
      '  principal_arn = "{principalArn}"',
      '  policy_arn    = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy"',
      '  access_scope {',
      '    type       = "namespace"',
      '    namespaces = ["NAMESPACE"]',
      '  }',
      '}',
    ),
    cloudformation: lines(
      '# AWS::EKS::AccessEntry: the list replaces the one that is there',
      'AccessPolicies:',
      '  - PolicyArn: arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy',
      '    AccessScope:',
      '      Type: namespace',
      '      Namespaces:',
      '        - NAMESPACE',
    ),
  },
  remediation: 'revoke-cluster-admin',
});
