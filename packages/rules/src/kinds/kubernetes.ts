import type { Rule } from '@podguard/core';
import { k8sSecretProviderNoIdentity } from '../ascp/k8s-secret-provider-no-identity.ts';
import { k8sAwsAuthMasters } from '../cluster-access/k8s-aws-auth-masters.ts';
import { k8sSecretStoreClusterWide } from '../external-secrets/k8s-secret-store-cluster-wide.ts';
import { k8sSecretStoreStatic } from '../external-secrets/k8s-secret-store-static.ts';
import { k8sDefaultServiceAccount } from '../irsa/k8s-default-service-account.ts';
import { k8sIrsaAnnotationInvalid } from '../irsa/k8s-irsa-annotation-invalid.ts';
import { k8sSharedServiceAccount } from '../irsa/k8s-shared-service-account.ts';
import { k8sKube2iamAgent } from '../legacy/k8s-kube2iam-agent.ts';
import { k8sKube2iamAnnotation } from '../legacy/k8s-kube2iam-annotation.ts';
import { k8sHostNetwork } from '../node-role/k8s-host-network.ts';
import { k8sNoAwsIdentity } from '../node-role/k8s-no-aws-identity.ts';
import { imageStaticKey } from '../static-key/image-static-key.ts';
import { k8sStaticKey } from '../static-key/k8s-static-key.ts';

export const rules: readonly Rule[] = [
  imageStaticKey,
  k8sAwsAuthMasters,
  k8sDefaultServiceAccount,
  k8sHostNetwork,
  k8sIrsaAnnotationInvalid,
  k8sKube2iamAgent,
  k8sKube2iamAnnotation,
  k8sNoAwsIdentity,
  k8sSecretProviderNoIdentity,
  k8sSecretStoreClusterWide,
  k8sSecretStoreStatic,
  k8sSharedServiceAccount,
  k8sStaticKey,
];
