import type { RemediationSettings, Severity } from '@podguard/core';

/** So many different people have to approve what ends a finding of that severity. */
export function peopleNeeded(
  { twoPeople }: Pick<RemediationSettings, 'twoPeople'>,
  severity: Severity,
): number {
  return twoPeople.includes(severity) ? 2 : 1;
}
