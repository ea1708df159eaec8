import { type Finding, ServiceError } from '@podguard/core';

/** The newest life of the one finding whose id begins so; `count` is how many the place holds. */
export function findOne(
  id: string,
  { findings, count }: { readonly findings: readonly Finding[]; readonly count: number },
  where: string,
): Finding {
  // As a shell variable that is not set.
  if (id === '') throw new ServiceError('usage', 'the id is empty: give that of a finding, or its beginning');
  const found = findings.filter((finding) => finding.id.startsWith(id));
  const ids = [...new Set(found.map((finding) => finding.id))];
  if (ids.length > 1) {
    throw new ServiceError(
      'finding-ambiguous',
      `${ids.length} findings begin with ${id}: ${ids.slice(0, 5).join(', ')}; give more of the id`,
    );
  }
  const newest = found.reduce<Finding | undefined>(
    (a, b) => (a === undefined || isNewer(b, a) ? b : a),
    undefined,
  );
  if (newest !== undefined) return newest;
  throw new ServiceError(
    'finding-not-found',
    `${where === '-' ? 'standard input' : where} holds no finding ${id} (of ${count}); --store names another place`,
  );
}

function isNewer(one: Finding, other: Finding): boolean {
  if ((one.resolved === null) !== (other.resolved === null)) return one.resolved === null;
  return (one.opened?.at ?? '') > (other.opened?.at ?? '');
}
