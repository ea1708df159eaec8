import type { Mend } from '@podguard/core';
import { editTrust, lines } from '../shared/mend-steps.ts';

/** EKS Pod Identity instead of a trust in the node role. */
export const leaveTheNodeRole: Mend = {
  cli: lines(
    editTrust(
      'a further statement allows "Principal": {"Service": "pods.eks.amazonaws.com"} the "Action": ["sts:AssumeRole", "sts:TagSession"], with aws:SourceAccount and aws:SourceArn of the cluster; what is there stays for now',
    ),
    'aws eks create-pod-identity-association --cluster-name CLUSTER_NAME --namespace NAMESPACE --service-account NAME --role-arn ROLE_ARN',
    '# once its pods were restarted and no node assumes the role any more: take the node role out of the trust policy in the same way',
  ),
  terraform: lines(
    '# a further statement of the trust policy, and an aws_eks_pod_identity_association for the service account',
    'principals {',
    '  type        = "Service"',
    '  identifiers = ["pods.eks.amazonaws.com"]',
    '}',
    'actions = ["sts:AssumeRole", "sts:TagSession"]',
    '# once its pods were restarted and no node assumes the role any more: take the node role out of the trust policy',
  ),
  cloudformation: lines(
    '# a further statement of the trust policy, and an AWS::EKS::PodIdentityAssociation for the service account',
    'Principal:',
    '  Service: pods.eks.amazonaws.com',
    'Action: [sts:AssumeRole, sts:TagSession]',
    '# once its pods were restarted and no node assumes the role any more: take the node role out of the trust policy',
  ),
};
