import type { Rule } from '@podguard/core';
import { imageStaticKey } from './image-static-key.ts';
import { k8sStaticKey } from './k8s-static-key.ts';
import { serviceSpecificCredential } from './service-specific-credential.ts';
import { staticKeyCreated } from './static-key-created.ts';
import { staticKeyCreatedByWorkload } from './static-key-created-by-workload.ts';
import { staticKeyForOtherUser } from './static-key-for-other-user.ts';
import { staticKeyQuarantined } from './static-key-quarantined.ts';
import { staticKeyReactivated } from './static-key-reactivated.ts';
import { staticKeyRoot } from './static-key-root.ts';
import { staticKeySecondActive } from './static-key-second-active.ts';
import { staticKeyStale } from './static-key-stale.ts';
import { staticKeyUnused } from './static-key-unused.ts';
import { staticKeyUsedFromCluster } from './static-key-used-from-cluster.ts';

export const staticKeyRules: readonly Rule[] = [
  imageStaticKey,
  k8sStaticKey,
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
