import type { Rule } from '@podguard/core';

export const assumeRoleRules: readonly Rule[] = [];
