import { MAPPERS } from '@podguard/cloudtrail';
import { isRootKeyKey, type Kind, parseArn } from '@podguard/core';

/**
 * Whether events tell what becomes of a resource. What only reads tell, as what runs in a cluster, or root's keys by their places in the
 * credential report, is news with each of them, and no drift.
 */
export function isToldByEvents({ kind, key }: { readonly kind: Kind; readonly key: string }): boolean {
  if (isRootKeyKey(key)) return false;
  const service = parseArn(key)?.service;
  return MAPPERS.some(
    ({ group, kinds, source }) =>
      group === 'default' &&
      kinds.includes(kind) &&
      (service === undefined || source === `${service}.amazonaws.com`),
  );
}
