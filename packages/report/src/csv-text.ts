import { stringify } from 'csv-stringify/sync';
import { plain } from './plain.ts';

export type Value = string | number | boolean | null | undefined;
export type Columns<T> = readonly (readonly [name: string, of: (row: T) => Value])[];

/** A header and a line for each row, as RFC 4180 has it; no value is taken for a formula by a spreadsheet. */
export function toCsv<T>(columns: Columns<T>, rows: readonly T[]): string {
  return stringify(
    [columns.map(([name]) => name), ...rows.map((row) => columns.map(([, of]) => textOf(of(row))))],
    { record_delimiter: '\r\n', escape_formulas: true },
  );
}

/** Where a spreadsheet separates by semicolons, what follows one would begin a cell of its own; some leave blanks and quotes out. */
function textOf(value: Value): string {
  return plain(String(value ?? '')).replace(
    /(^(?=[\s"])|;)(?=[\s"']*[=+\-@\uff1d\uff0b\uff0d\uff20])/g,
    "$1'",
  );
}
