import type { ReportedDifference } from './account-report.ts';
import { type Columns, toCsv } from './csv-text.ts';

interface Row extends ReportedDifference {
  readonly field: ReportedDifference['fields'][number] | undefined;
}

/** They stay in this order; see docs/findings.md. */
const COLUMNS: Columns<Row> = [
  ['type', ({ type }) => type],
  ['kind', ({ kind }) => kind],
  ['key', ({ key }) => key],
  ['region', ({ region }) => region],
  ['field', ({ field }) => field?.name],
  ['recorded', ({ field }) => field?.recorded],
  ['found', ({ field }) => field?.found],
  ['readAt', ({ readAt }) => readAt],
  ['recordedAt', ({ recordedAt }) => recordedAt],
  ['origin', ({ origin }) => origin],
  ['reason', ({ reason }) => reason],
  ['explanation.at', ({ explanation }) => explanation?.at],
  ['explanation.eventName', ({ explanation }) => explanation?.eventName],
  ['explanation.eventId', ({ explanation }) => explanation?.eventId],
  ['explanation.actor', ({ explanation }) => explanation?.actor],
];

/** One line a field that differs, and one for a resource that only appeared or went. */
export function renderDifferencesCsv(differences: readonly ReportedDifference[]): string {
  const rows = differences.flatMap((one): readonly Row[] =>
    one.fields.length === 0 ? [{ ...one, field: undefined }] : one.fields.map((field) => ({ ...one, field })),
  );
  return toCsv(COLUMNS, rows);
}
