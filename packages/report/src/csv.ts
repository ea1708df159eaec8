import type { Finding } from '@podguard/core';
import { stringify } from 'csv-stringify/sync';
import { plain } from './plain.ts';

type Value = string | number | boolean | null | undefined;

/** Each column is called as the field of a finding that it holds; see docs/findings.md. They stay in this order. */
const COLUMNS: readonly (readonly [name: string, of: (finding: Finding) => Value])[] = [
  ['id', ({ id }) => id],
  ['rule', ({ rule }) => rule],
  ['title', ({ title }) => title],
  ['method', ({ method }) => method],
  ['severity', ({ severity }) => severity],
  ['status', ({ status }) => status],
  ['unverified', ({ unverified }) => unverified],
  ['resource.kind', ({ resource }) => resource.kind],
  ['resource.key', ({ resource }) => resource.key],
  ['resource.account', ({ resource }) => resource.account],
  ['resource.region', ({ resource }) => resource.region],
  ['summary', ({ summary }) => summary],
  ['witness.text', ({ witness }) => witness?.text],
  ['opened.at', ({ opened }) => opened?.at],
  ['opened.eventName', ({ opened }) => opened?.eventName],
  ['opened.eventId', ({ opened }) => opened?.eventId],
  ['opened.actor', ({ opened }) => opened?.actor],
  ['opened.sourceIdentity', ({ opened }) => opened?.sourceIdentity],
  ['opened.sourceIp', ({ opened }) => opened?.sourceIp],
  ['resolved.at', ({ resolved }) => resolved?.at],
  ['resolved.reason', ({ resolved }) => resolved?.reason],
  ['resolved.actor', ({ resolved }) => resolved?.actor],
  // A lone dash would be taken for a formula.
  ['source.file', ({ source }) => (source?.file === '-' ? 'standard input' : source?.file)],
  ['source.line', ({ source }) => source?.line],
  ['exemption.id', ({ exemption }) => exemption?.id],
  ['exemption.reason', ({ exemption }) => exemption?.reason],
  ['exemption.author', ({ exemption }) => exemption?.author],
  ['exemption.until', ({ exemption }) => exemption?.until],
  ['acknowledged.by', ({ acknowledged }) => acknowledged?.by],
  ['acknowledged.at', ({ acknowledged }) => acknowledged?.at],
  ['owner.name', ({ owner }) => owner?.name],
  ['owner.from', ({ owner }) => owner?.from],
];

/** A header and one line a finding, as RFC 4180 has it; no value is taken for a formula by a spreadsheet. */
export function renderCsv(findings: readonly Finding[]): string {
  return stringify(
    [
      COLUMNS.map(([name]) => name),
      ...findings.map((finding) => COLUMNS.map(([, of]) => textOf(of(finding)))),
    ],
    { record_delimiter: '\r\n', escape_formulas: true },
  );
}

/** Where a spreadsheet separates by semicolons, what follows one would begin a cell of its own. */
function textOf(value: Value): string {
  return plain(String(value ?? '')).replace(/;(?=[\s"']*[=+\-@\uff1d\uff0b\uff0d\uff20])/g, ";'");
}
