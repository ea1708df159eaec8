import type { Finding, Severity } from '@podguard/core';
import type { AccountReport, ReportedDifference } from './account-report.ts';
import { originWords, shortFieldWords } from './difference-words.ts';
import { differenceCounts, driftOf, isCompared, isFixed, lastRunsWords, NEVER_READ } from './drifted.ts';
import { actorName, type Explain, explainBy, FOUND_BY_READ, openerOf } from './found-by-run.ts';
import { inOrder } from './in-order.ts';
import { boundedTable } from './markdown-table.ts';
import { codeCell, prose, proseCell } from './markdown-text.ts';
import { personOf } from './person.ts';
import { time } from './time.ts';
import { TOTALS_COLUMNS } from './totals.ts';

const MOST_LISTED = 20;
const ROOM = 3_000;
const ROOM_OF_DRIFT = 10_000;
const MOST_FIELDS = 5;
const LONGEST_VALUE = 150;

/** What opened and what was mended since the run before. */
export function changesMarkdown({ since }: AccountReport, whole: string): readonly string[] {
  if (since === undefined) return [];
  const { at, opened, resolved } = since;
  const fixed = resolved.filter(isFixed);
  const other = resolved.filter((one) => !isFixed(one));
  const list = (title: string, findings: readonly Finding[]) =>
    findings.length === 0
      ? []
      : [
          `### ${title}`,
          ...boundedTable(['severity', 'finding'], inOrder(findings), {
            most: MOST_LISTED,
            room: ROOM,
            row: ({ severity, summary, id }) => [
              `**${severity}**`,
              `${proseCell(summary)}<br>${codeCell(id)}`,
            ],
            whole,
          }),
        ];
  return [
    `## Since ${prose(time(at))}`,
    `${opened.length} opened, ${fixed.length} fixed, ${other.length} ended otherwise.`,
    ...list('Opened', opened),
    ...list('Fixed', fixed),
    ...list('Resolved otherwise', other),
  ];
}

export function differencesMarkdown(report: AccountReport, whole: string): readonly string[] {
  const { run } = report;
  const asOf = lastRunsWords(report);
  if (run === undefined ? report.lastRuns === undefined : run.kind !== 'drift') return [];
  if (!isCompared(report)) return ['## Drift', prose(NEVER_READ)];
  const drifted = driftOf(report);
  const { drift: all, late } = differenceCounts(report);
  const more = all - drifted.length;
  return [
    '## Drift',
    ...asOf.map((words) => prose(words)),
    ...(all === 0 ? ['The account is as it was recorded, as far as it could be read.'] : []),
    ...boundedTable(['resource', 'what', 'why'], drifted, { room: ROOM_OF_DRIFT, row: differenceRow, whole }),
    ...(more > 0 ? [`${more} more differ, which this report does not have.`] : []),
    ...(late === 0
      ? []
      : [`${late} more changed while the account was read, or just before: their events may still come.`]),
  ];
}

function differenceRow(difference: ReportedDifference): readonly string[] {
  const { key, kind, region, type, fields, readAt } = difference;
  const more = fields.length - MOST_FIELDS;
  return [
    [codeCell(key), proseCell(`${kind}, ${region}`)].join('<br>'),
    [
      `**${type}**`,
      ...fields.slice(0, MOST_FIELDS).map((one) => prose(shortFieldWords(one, LONGEST_VALUE))),
      ...(more > 0 ? [`and ${more} more`] : []),
    ].join('<br>'),
    [proseCell(originWords(difference)), proseCell(`read ${time(readAt)}`)].join('<br>'),
  ];
}

/** Who opened how many of what is open. */
export function openersMarkdown({ findings, differences }: AccountReport, whole: string): readonly string[] {
  const explain = explainBy(differences);
  const open = findings.filter(({ status, opened }) => status === 'open' && opened !== null);
  const by = [...Map.groupBy(open, (one) => openerName(one, explain))].sort(
    ([, a], [, b]) => b.length - a.length,
  );
  if (by.length === 0) return [];
  const row = ([name, theirs]: readonly [string, readonly Finding[]]) => [
    proseCell(name),
    ...TOTALS_COLUMNS.map((severity) => String(countOf(theirs, severity))),
  ];
  return [
    '### Opened by',
    ...boundedTable(['who', ...TOTALS_COLUMNS], by, { most: MOST_LISTED, room: ROOM, row, whole }),
  ];
}

function openerName(finding: Finding, explain: Explain): string {
  const explanation = explain(finding);
  if (explanation !== undefined) return actorName(explanation);
  const opener = openerOf(finding.opened);
  return opener === null ? FOUND_BY_READ : personOf(opener).name;
}

function countOf(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((one) => one.severity === severity).length;
}
