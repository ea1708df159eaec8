import type { Rule } from '@podguard/core';
import { irsaAudienceUnrestricted } from './irsa-audience-unrestricted.ts';
import { irsaConditionNeverMatches } from './irsa-condition-never-matches.ts';
import { irsaConditionVacuous } from './irsa-condition-vacuous.ts';
import { irsaIssuerMismatch } from './irsa-issuer-mismatch.ts';
import { irsaMultiClusterRole } from './irsa-multi-cluster-role.ts';
import { irsaProviderForeignAccount } from './irsa-provider-foreign-account.ts';
import { irsaProviderUnknown } from './irsa-provider-unknown.ts';
import { irsaProviderWildcard } from './irsa-provider-wildcard.ts';
import { irsaSharedRole } from './irsa-shared-role.ts';
import { irsaSubjectDefaultServiceAccount } from './irsa-subject-default-service-account.ts';
import { irsaSubjectUnrestricted } from './irsa-subject-unrestricted.ts';
import { irsaSubjectWildcard } from './irsa-subject-wildcard.ts';
import { irsaTrustNearQuota } from './irsa-trust-near-quota.ts';
import { k8sDefaultServiceAccount } from './k8s-default-service-account.ts';
import { k8sIrsaAnnotationInvalid } from './k8s-irsa-annotation-invalid.ts';
import { k8sSharedServiceAccount } from './k8s-shared-service-account.ts';
import { oidcProviderExtraAudience } from './oidc-provider-extra-audience.ts';
import { oidcProviderOrphaned } from './oidc-provider-orphaned.ts';
import { oidcProviderUnknownIssuer } from './oidc-provider-unknown-issuer.ts';

export const irsaRules: readonly Rule[] = [
  k8sSharedServiceAccount,
  k8sDefaultServiceAccount,
  k8sIrsaAnnotationInvalid,
  irsaAudienceUnrestricted,
  irsaConditionNeverMatches,
  irsaConditionVacuous,
  irsaIssuerMismatch,
  irsaMultiClusterRole,
  irsaProviderForeignAccount,
  irsaProviderUnknown,
  irsaProviderWildcard,
  irsaSharedRole,
  irsaSubjectDefaultServiceAccount,
  irsaSubjectUnrestricted,
  irsaSubjectWildcard,
  irsaTrustNearQuota,
  oidcProviderExtraAudience,
  oidcProviderOrphaned,
  oidcProviderUnknownIssuer,
];
