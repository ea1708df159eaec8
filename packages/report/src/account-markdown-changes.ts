import { type Finding, isRead, type Severity } from '@podguard/core';
import type { AccountReport, ReportedDifference } from './account-report.ts';
import { originWords, shortFieldWords } from './difference-words.ts';
import { inOrder } from './in-order.ts';
import { boundedTable } from './markdown-table.ts';
import { code, prose } from './markdown-text.ts';
import { personOf } from './person.ts';
import { time } from './time.ts';
import { TOTALS_COLUMNS } from './totals.ts';

const MOST_LISTED = 20;
const ROOM = 4_000;
const ROOM_OF_DRIFT = 15_000;
const MOST_FIELDS = 5;
const LONGEST_VALUE = 150;

/** What opened and what was mended since the run before. */
export function changesMarkdown({ since }: AccountReport, whole: string): readonly string[] {
  if (since === undefined) return [];
  const { at, opened, resolved } = since;
  const list = (title: string, findings: readonly Finding[]) =>
    findings.length === 0
      ? []
      : [
          `### ${title}`,
          ...boundedTable(['severity', 'finding'], inOrder(findings), {
            most: MOST_LISTED,
            room: ROOM,
            row: ({ severity, summary, id }) => [`**${severity}**`, `${prose(summary)}<br>${code(id)}`],
            whole,
          }),
        ];
  return [
    `## Since ${prose(time(at))}`,
    `${opened.length} opened, ${resolved.length} ended.`,
    ...list('Opened', opened),
    ...list('Ended', resolved),
  ];
}

export function differencesMarkdown({ differences, run }: AccountReport, whole: string): readonly string[] {
  if (run?.kind !== 'drift') return [];
  const drifted = differences.filter(({ origin }) => origin !== 'late');
  const late = differences.length - drifted.length;
  return [
    '## Drift',
    ...(drifted.length === 0 ? ['The account is as it was recorded, as far as it could be read.'] : []),
    ...boundedTable(['resource', 'what', 'why'], drifted, { room: ROOM_OF_DRIFT, row: differenceRow, whole }),
    ...(late === 0
      ? []
      : [`${late} more changed while the account was read, or just before: their events may still come.`]),
  ];
}

function differenceRow(difference: ReportedDifference): readonly string[] {
  const { key, kind, region, type, fields, readAt } = difference;
  const more = fields.length - MOST_FIELDS;
  return [
    [code(key), prose(`${kind}, ${region}`)].join('<br>'),
    [
      `**${type}**`,
      ...fields.slice(0, MOST_FIELDS).map((one) => prose(shortFieldWords(one, LONGEST_VALUE))),
      ...(more > 0 ? [`and ${more} more`] : []),
    ].join('<br>'),
    [prose(originWords(difference)), prose(`read ${time(readAt)}`)].join('<br>'),
  ];
}

/** Who opened how many of what is open. */
export function openersMarkdown({ findings }: AccountReport, whole: string): readonly string[] {
  const open = findings.filter(({ status, opened }) => status === 'open' && opened !== null);
  const by = [...Map.groupBy(open, openerOf)].sort(([, a], [, b]) => b.length - a.length);
  if (by.length === 0) return [];
  const row = ([name, theirs]: readonly [string, readonly Finding[]]) => [
    prose(name),
    ...TOTALS_COLUMNS.map((severity) => String(countOf(theirs, severity))),
  ];
  return [
    '### Opened by',
    ...boundedTable(['who', ...TOTALS_COLUMNS], by, { most: MOST_LISTED, room: ROOM, row, whole }),
  ];
}

function openerOf({ opened }: Finding): string {
  if (opened === null) return '';
  return isRead(opened) ? 'found when the account was read' : personOf(opened).name;
}

function countOf(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((one) => one.severity === severity).length;
}
