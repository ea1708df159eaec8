import type { Catalogue } from '@podguard/core';
import { families } from './families.ts';
import { irsaSubjectUnrestricted } from './irsa/irsa-subject-unrestricted.ts';
import { imdsV1Allowed } from './node-role/imds-v1-allowed.ts';
import { imdsWeakened } from './node-role/imds-weakened.ts';
import { podIdentityPrivilegedRole } from './pod-identity/pod-identity-privileged-role.ts';
import { podIdentityRoleMissing } from './pod-identity/pod-identity-role-missing.ts';
import { podIdentityRoleNotTrusting } from './pod-identity/pod-identity-role-not-trusting.ts';
import { podIdentityTagSessionMissing } from './pod-identity/pod-identity-tag-session-missing.ts';
import { staticKeyCreated } from './static-key/static-key-created.ts';
import { staticKeyForOtherUser } from './static-key/static-key-for-other-user.ts';
import { staticKeyReactivated } from './static-key/static-key-reactivated.ts';
import { staticKeyRoot } from './static-key/static-key-root.ts';

/** Every rule, sorted by id. */
export const catalogue: Catalogue = {
  families,
  rules: [
    imdsV1Allowed,
    imdsWeakened,
    irsaSubjectUnrestricted,
    podIdentityPrivilegedRole,
    podIdentityRoleMissing,
    podIdentityRoleNotTrusting,
    podIdentityTagSessionMissing,
    staticKeyCreated,
    staticKeyForOtherUser,
    staticKeyReactivated,
    staticKeyRoot,
  ],
};
