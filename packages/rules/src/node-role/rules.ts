import type { Rule } from '@podguard/core';
import { imdsV1Allowed } from './imds-v1-allowed.ts';
import { imdsWeakened } from './imds-weakened.ts';

export const nodeRoleRules: readonly Rule[] = [imdsV1Allowed, imdsWeakened];
