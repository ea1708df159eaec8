import type { Rule } from '@podguard/core';

export const legacyRules: readonly Rule[] = [];
