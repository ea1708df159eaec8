import { reasonOf } from '@podguard/core';
import { isNamed } from './fault.ts';

/**
 * Whether AWS says that a cluster knows principals by its ConfigMap only: then it has no access entries, and its API answers
 * all calls for them so. Source: https://docs.aws.amazon.com/eks/latest/userguide/setting-up-access-entries.html
 */
export function isWithoutEntries(error: unknown): boolean {
  return isNamed(error, 'InvalidRequestException') && reasonOf(error).includes('authentication mode');
}
