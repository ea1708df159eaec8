import type { Rule } from '@podguard/core';
import { k8sSecretProviderNoIdentity } from './k8s-secret-provider-no-identity.ts';
import { secretRotationOff } from './secret-rotation-off.ts';

export const ascpRules: readonly Rule[] = [k8sSecretProviderNoIdentity, secretRotationOff];
