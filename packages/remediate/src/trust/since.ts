import type { Finding, Resource } from '@podguard/core';

type Binding = Resource<'pod-identity-association'> | Resource<'k8s-service-account'>;

/**
 * From when on what binds somebody to a role counts for nothing: a finding had opened by then, or had got worse. Null where the role
 * was made so: nobody came only after it had been opened.
 */
export function lateFrom(
  { bornAt, knownSince }: Pick<Resource, 'bornAt' | 'knownSince'>,
  { opened, changes }: Pick<Finding, 'opened' | 'changes'>,
): string | null {
  const wasOpened = opened !== null && (bornAt ?? knownSince ?? '') < opened.at;
  const worse = changes.filter(({ type }) => type === 'worsened').map(({ at }) => at);
  return [...(wasOpened ? [opened.at] : []), ...worse].sort()[0] ?? null;
}

/** Since when it has named its role without a break; null where that is not known, as where it named another one before. */
export function boundSince({ bornAt, knownSince, earlier, former }: Binding): string | null {
  if (former.roleArn === undefined || former.roleArn.length > 0) return null;
  return bornAt ?? (earlier === null ? (knownSince ?? null) : null);
}

/** What is not known counts as late. */
export function isBefore(since: string | null, late: string | null): boolean {
  return late === null || (since !== null && since < late);
}
