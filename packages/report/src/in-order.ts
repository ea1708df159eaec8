import { type Finding, severityRank } from '@podguard/core';

const STATUSES: readonly Finding['status'][] = ['open', 'exempt', 'resolved'];

/** As a report has them: what is open first, the worst of it first, the oldest of that first. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (a, b) =>
      STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status) ||
      severityRank(b.severity) - severityRank(a.severity) ||
      compare(a.opened?.at ?? '', b.opened?.at ?? '') ||
      compare(a.resource.key, b.resource.key) ||
      compare(a.rule, b.rule),
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
