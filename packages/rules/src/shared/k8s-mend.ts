import type { Mend } from '@podguard/core';

/** A role of its own for a service account, by EKS Pod Identity, between what has to go before it and what may follow. */
export function ownRole(first: string, then = ''): Mend {
  const comment = first === '' ? '' : `${first}\n`;
  const end = then === '' ? '' : `\n${then}`;
  return {
    cli: `${comment}aws eks create-pod-identity-association --cluster-name CLUSTER --namespace NAMESPACE --service-account NAME --role-arn ROLE_ARN${end}`,
    terraform: `${comment}resource "aws_eks_pod_identity_association" "app" {\n  cluster_name    = "CLUSTER"\n  namespace       = "NAMESPACE"\n  service_account = "NAME"\n  role_arn        = aws_iam_role.app.arn\n}${end}`,
    cloudformation: `${comment}Type: AWS::EKS::PodIdentityAssociation\nProperties:\n  ClusterName: CLUSTER\n  Namespace: NAMESPACE\n  ServiceAccount: NAME\n  RoleArn: !GetAtt AppRole.Arn${end}`,
  };
}

/** What is mended in the manifest, however the rest is kept. */
export function inManifest(text: string): Mend {
  return { cli: text, terraform: text, cloudformation: text };
}
