import type { Rule } from '@podguard/core';
import { oidcProviderExtraAudience } from '../irsa/oidc-provider-extra-audience.ts';
import { oidcProviderOrphaned } from '../irsa/oidc-provider-orphaned.ts';
import { oidcProviderUnknownIssuer } from '../irsa/oidc-provider-unknown-issuer.ts';

export const rules: readonly Rule[] = [
  oidcProviderExtraAudience,
  oidcProviderOrphaned,
  oidcProviderUnknownIssuer,
];
