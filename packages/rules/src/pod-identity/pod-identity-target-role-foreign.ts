import {
  defineRule,
  fail,
  indeterminate,
  knownAccounts,
  knownAccountsMissing,
  notApplicable,
  parseArn,
  pass,
} from '@podguard/core';
import { podsOf } from '../shared/association.ts';
import { lines } from '../shared/mend-steps.ts';

export const podIdentityTargetRoleForeign = defineRule({
  id: 'pod-identity-target-role-foreign',
  title: 'A Pod Identity association chains to a role of an account that is not known',
  method: 'pod-identity',
  resource: 'pod-identity-association',
  severity: 'critical',
  broken: false,
  family: null,
  description:
    'Reports an association whose target role is of an account that is neither its own nor configured as known or as a third party’s.',
  rationale:
    'The pods then work with credentials of a stranger’s account: what they write goes there, and nobody here sees it.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-assign-target-role.html',
    'https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html',
  ],
  mappings: {},
  falsePositives: ['An account of yours that the configuration does not name.'],
  needs: {},
  covers: undefined,
  evaluate(association, { config }) {
    const { targetRoleArn } = association.state;
    if (targetRoleArn === undefined) return indeterminate('targetRoleArn');
    if (targetRoleArn === null) return notApplicable('it has no target role');
    const account = parseArn(targetRoleArn)?.account;
    if (account === undefined) return indeterminate('account of targetRoleArn');
    const known = knownAccounts(config);
    if ([association.account, ...known, ...config.thirdPartyAccounts].includes(account)) return pass;
    if (known.size === 0) return indeterminate(knownAccountsMissing(config));
    return fail(
      `${podsOf(association)} chains to ${targetRoleArn}, of account ${account}, which is not known`,
      {
        evidence: [{ path: 'targetRoleArn', value: targetRoleArn }],
      },
    );
  },
  mend: {
    cli: lines(
      '# or name the account in podguard.config.ts under knownAccounts',
      '# an empty one takes it away: pods then have the association’s own role',
      'aws eks update-pod-identity-association --cluster-name {clusterName} --association-id {associationId} --target-role-arn "" --region {region}',
    ),
    terraform:
      '# aws_eks_pod_identity_association: remove target_role_arn, or name a role of an account of yours',
    cloudformation:
      '# AWS::EKS::PodIdentityAssociation: remove TargetRoleArn, or name a role of an account of yours',
  },
  remediation: 'remove-target-role',
});
