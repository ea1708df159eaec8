import type { Rule } from '@podguard/core';
import { secretRotationOff } from '../ascp/secret-rotation-off.ts';
import { secretPolicyOpen } from '../external-secrets/secret-policy-open.ts';
import { secretsReaderStatic } from '../external-secrets/secrets-reader-static.ts';

export const rules: readonly Rule[] = [secretPolicyOpen, secretRotationOff, secretsReaderStatic];
