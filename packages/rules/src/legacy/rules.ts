import type { Rule } from '@podguard/core';
import { legacyPodRoleTrustsNode } from './legacy-pod-role-trusts-node.ts';

export const legacyRules: readonly Rule[] = [legacyPodRoleTrustsNode];
