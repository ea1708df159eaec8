import { type Finding, SEVERITIES, type Severity } from '@podguard/core';
import { countFindings } from './summary.ts';

export interface TotalsRow {
  readonly name: 'open' | 'exempt' | 'resolved';
  readonly counts: Readonly<Record<Severity, number>>;
  readonly all: number;
}

/** The worst first. */
export const TOTALS_COLUMNS: readonly Severity[] = SEVERITIES.toReversed();

/** How many findings there are of each severity: those that are open, and where there are any those that are resolved. */
export function totalsOf(findings: readonly Finding[]): readonly TotalsRow[] {
  const { open, resolved, exempt } = countFindings(findings);
  const ended = row('resolved', resolved);
  return [
    row('open', open),
    ...(exempt === undefined ? [] : [row('exempt', exempt)]),
    ...(ended.all > 0 ? [ended] : []),
  ];
}

function row(name: TotalsRow['name'], counts: TotalsRow['counts']): TotalsRow {
  return { name, counts, all: Object.values(counts).reduce((sum, count) => sum + count, 0) };
}
