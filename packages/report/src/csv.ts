import { type Finding, isRead } from '@podguard/core';
import { type Columns, toCsv } from './csv-text.ts';
import { openerOf } from './found-by-run.ts';

/** Each column is called as the field of a finding that it holds; see docs/findings.md. They stay in this order. */
const COLUMNS: Columns<Finding> = [
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
  ['opened.actor', ({ opened }) => openerOf(opened)?.actor],
  ['opened.sourceIdentity', ({ opened }) => opened?.sourceIdentity],
  ['opened.sourceIp', ({ opened }) => opened?.sourceIp],
  ['resolved.at', ({ resolved }) => resolved?.at],
  ['resolved.reason', ({ resolved }) => resolved?.reason],
  ['resolved.actor', ({ resolved }) => (resolved === null || isRead(resolved) ? null : resolved.actor)],
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

/** One line a finding. */
export function renderCsv(findings: readonly Finding[]): string {
  return toCsv(COLUMNS, findings);
}
