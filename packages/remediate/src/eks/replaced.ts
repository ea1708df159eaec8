import type { Resource } from '@podguard/core';

type Association = Resource<'pod-identity-association'>;

/** As pod-identity-role-swapped takes it. */
export function isReplacedBy(
  { goneAt }: Association,
  { bornAt }: Association,
  windowMinutes: number,
): boolean {
  if (goneAt === null || bornAt === null) return false;
  const gap = Date.parse(bornAt) - Date.parse(goneAt);
  return gap >= 0 && gap <= windowMinutes * 60_000;
}
