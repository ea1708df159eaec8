import type { Rule } from '@podguard/core';
import { staticKeyCreated } from './static-key-created.ts';
import { staticKeyForOtherUser } from './static-key-for-other-user.ts';
import { staticKeyReactivated } from './static-key-reactivated.ts';
import { staticKeyRoot } from './static-key-root.ts';

export const staticKeyRules: readonly Rule[] = [
  staticKeyCreated,
  staticKeyForOtherUser,
  staticKeyReactivated,
  staticKeyRoot,
];
