import type { Rule } from '@podguard/core';
import { secretsRoleShared } from './secrets-role-shared.ts';
import { secretsRoleUnbounded } from './secrets-role-unbounded.ts';

export const externalSecretsRules: readonly Rule[] = [secretsRoleShared, secretsRoleUnbounded];
