import type { Rule } from '@podguard/core';
import { rules as eks } from './eks.ts';
import { rules as iamRole } from './iam-role.ts';
import { rules as oidcProvider } from './oidc-provider.ts';
import { rules as platform } from './platform.ts';
import { rules as podIdentityAssociation } from './pod-identity-association.ts';
import { rules as secret } from './secret.ts';
import { rules as staticKeys } from './static-keys.ts';

/** Of all that is neither a machine nor in a cluster: they share most of what they call, and are read together. */
export const rules: readonly Rule[] = [
  ...eks,
  ...iamRole,
  ...oidcProvider,
  ...platform,
  ...podIdentityAssociation,
  ...secret,
  ...staticKeys,
];
