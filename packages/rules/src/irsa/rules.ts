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

export const irsaRules: readonly Rule[] = [
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
];
