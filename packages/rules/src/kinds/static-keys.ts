import type { Rule } from '@podguard/core';
import { serviceSpecificCredential } from '../static-key/service-specific-credential.ts';
import { staticKeyCreated } from '../static-key/static-key-created.ts';
import { staticKeyCreatedByWorkload } from '../static-key/static-key-created-by-workload.ts';
import { staticKeyForOtherUser } from '../static-key/static-key-for-other-user.ts';
import { staticKeyQuarantined } from '../static-key/static-key-quarantined.ts';
import { staticKeyReactivated } from '../static-key/static-key-reactivated.ts';
import { staticKeyRoot } from '../static-key/static-key-root.ts';
import { staticKeySecondActive } from '../static-key/static-key-second-active.ts';
import { staticKeyStale } from '../static-key/static-key-stale.ts';
import { staticKeyUnused } from '../static-key/static-key-unused.ts';
import { staticKeyUsedFromCluster } from '../static-key/static-key-used-from-cluster.ts';

export const rules: readonly Rule[] = [
  serviceSpecificCredential,
  staticKeyCreated,
  staticKeyCreatedByWorkload,
  staticKeyForOtherUser,
  staticKeyQuarantined,
  staticKeyReactivated,
  staticKeyRoot,
  staticKeySecondActive,
  staticKeyStale,
  staticKeyUnused,
  staticKeyUsedFromCluster,
];
