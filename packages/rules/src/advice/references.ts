const EKS = 'https://docs.aws.amazon.com/eks/latest/userguide';

/** What the advice rests on. */
export const REFERENCES = {
  compare: `${EKS}/service-accounts.html`,
  podIdentity: `${EKS}/pod-identities.html`,
  podIdentityRole: `${EKS}/pod-id-role.html`,
  podIdentitySdks: `${EKS}/pod-id-minimum-sdk.html`,
  podIdentityAgent: `${EKS}/pod-id-agent-setup.html`,
  podIdentityTarget: `${EKS}/pod-id-assign-target-role.html`,
  addons: `${EKS}/update-addon-role.html`,
  irsa: `${EKS}/iam-roles-for-service-accounts.html`,
  irsaProvider: `${EKS}/enable-iam-roles-for-service-accounts.html`,
  irsaSdks: `${EKS}/iam-roles-for-service-accounts-minimum-sdk.html`,
  webhook: 'https://github.com/aws/amazon-eks-pod-identity-webhook',
  selfHosted: 'https://github.com/aws/amazon-eks-pod-identity-webhook/blob/master/SELF_HOSTED_SETUP.md',
  rolesAnywhere:
    'https://aws.amazon.com/blogs/security/connect-your-on-premises-kubernetes-cluster-to-aws-apis-using-iam-roles-anywhere',
  chain: 'https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html',
  keys: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
  practices: 'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
  kube2iam: 'https://github.com/jtblin/kube2iam#iam-roles',
  secretsOperator: 'https://external-secrets.io/latest/provider/aws-access/',
  ascp: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/ascp-pod-identity-integration.html',
  ack: 'https://aws-controllers-k8s.github.io/community/reference/eks/v1alpha1/podidentityassociation',
} as const;
