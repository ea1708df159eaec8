import type { Rule } from '@podguard/core';

export const externalSecretsRules: readonly Rule[] = [];
