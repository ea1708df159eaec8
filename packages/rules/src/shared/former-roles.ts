import { type Resource, roleKeyFromArn } from '@podguard/core';

type Association = Resource<'pod-identity-association'>;

/**
 * The roles that a service account had before, by key: those of the association itself, and of each that was deleted within
 * the window before a later one was made.
 */
export function formerRolesOf(
  association: Association,
  sameSlot: readonly Association[],
  windowMinutes: number,
): readonly string[] {
  const chain: Association[] = [association];
  for (const later of chain) {
    const before = sameSlot.filter(
      (one) => chain.every(({ key }) => key !== one.key) && isReplacedBy(one, later, windowMinutes),
    );
    chain.push(...before);
  }
  const arns = chain.flatMap(({ key, state, former }) => [
    ...(key === association.key ? [] : [state.roleArn]),
    ...(former.roleArn ?? []).map(({ value }) => value),
  ]);
  return [...new Set(arns.flatMap((arn) => (typeof arn === 'string' ? (roleKeyFromArn(arn) ?? []) : [])))];
}

function isReplacedBy({ goneAt }: Association, { bornAt }: Association, windowMinutes: number): boolean {
  if (goneAt === null || bornAt === null) return false;
  const gap = Date.parse(bornAt) - Date.parse(goneAt);
  return gap >= 0 && gap <= windowMinutes * 60_000;
}
