import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { clusterAdminBy, clusterOf } from '../shared/access-policies.ts';
import { isBootstrapEntry } from '../shared/bootstrap-entry.ts';
import { lines } from '../shared/mend-steps.ts';
import { isAmongPrincipals } from '../shared/principal-patterns.ts';

export const accessEntryClusterAdmin = defineRule({
  id: 'access-entry-cluster-admin',
  title: 'A principal that is no configured administrator administers the cluster',
  method: 'cluster-access',
  resource: 'access-entry',
  severity: 'high',
  broken: false,
  family: 'cluster-admin',
  description:
    'Reports an access entry that gives AmazonEKSClusterAdminPolicy or AmazonEKSAdminPolicy for the whole cluster to a principal that `administrators` does not name; low while it names nobody. The entry that EKS makes for a cluster’s creator is cluster-creator-admin’s.',
  rationale:
    'A cluster’s administrator can run a pod with any of its service accounts, and so has every role that pods of the cluster get.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/access-policies.html',
  ],
  mappings: { cisEks: ['4.1.1'] },
  falsePositives: ['An administrator that the configuration does not name.'],
  needs: { clusters: ['creator', 'creatorAdmin'] },
  covers: undefined,
  evaluate(entry, { related, config }) {
    const admin = clusterAdminBy(entry);
    if (admin.answer === 'no') return pass;
    const { principalArn } = entry.state;
    if (typeof principalArn !== 'string') return indeterminate('principalArn');
    if (isAmongPrincipals(config.administrators, principalArn)) return pass;
    if (admin.answer === 'unknown') return indeterminate(...admin.missing);
    const bootstrap = isBootstrapEntry(entry, related.clusters);
    if (bootstrap === 'yes') return notApplicable('EKS made it for the cluster’s creator');
    if (bootstrap === 'unknown') return indeterminate('who made the cluster');
    const evidence = [...admin.evidence, { path: 'principalArn', value: principalArn }];
    return config.administrators.length > 0
      ? fail(
          `${principalArn}, no configured administrator, has ${admin.policy} in cluster ${clusterOf(entry)}`,
          {
            evidence,
          },
        )
      : fail(`${principalArn} has ${admin.policy} in cluster ${clusterOf(entry)}`, {
          evidence,
          graded: { severity: 'low', because: 'no administrators are configured' },
        });
  },
  mend: {
    cli: lines(
      '# first see that another administrator gets into the cluster: kubectl auth can-i "*" "*" --all-namespaces',
      '# or name the principal in podguard.config.ts under administrators',
      'aws eks disassociate-access-policy --cluster-name {clusterName} --region {region} --principal-arn {principalArn} --policy-arn {policyArn}',
    ),
    terraform: lines(
      '# first see that another administrator is left',
      '# aws_eks_access_policy_association: a narrower policy_arn, or an access_scope of namespaces; or name the principal in podguard.config.ts',
    ),
    cloudformation: lines(
      '# first see that another administrator is left',
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
