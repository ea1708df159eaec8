import type { AccountReport } from './account-report.ts';
import { boundedTable } from './markdown-table.ts';
import { codeCell, prose, proseCell } from './markdown-text.ts';
import { approvalWords, foreignWords, remediationHeadline, turnWords } from './remediation-words.ts';
import type { ReportedRemediation, ReportedRemediations } from './reported-remediations.ts';
import type { ShadowSummary } from './shadow-summary.ts';
import { time } from './time.ts';

const MOST_LISTED = 20;
const ROOM = 4_000;

/** What was done about findings, by whose approval, and what waits for people. */
export function remediationsMarkdown({ remediations }: AccountReport, whole: string): readonly string[] {
  if (remediations === undefined) return [];
  const { since, open, applied, failed, declined, shadow, unreadable } = remediations;
  return [
    '## Remediations',
    prose(countWords(remediations, since)),
    ...list('Waiting for people, or under way', open, whole),
    ...list('Applied', applied, whole),
    ...list('Failed', failed, whole),
    ...list('Not applied', declined, whole),
    ...shadowMarkdown(shadow, whole),
    ...(unreadable === 0 ? [] : [`${unreadable} more cannot be read.`]),
  ];
}

function countWords({ open, applied, failed, declined }: ReportedRemediations, since: string): string {
  const undone = applied.filter(({ undoneAt }) => undoneAt !== null).length;
  return `Since ${time(since)}: ${open.length} open, ${applied.length} applied, of which ${undone} undone, ${failed.length} failed, ${declined.length} not applied.`;
}

function list(title: string, all: readonly ReportedRemediation[], whole: string): readonly string[] {
  if (all.length === 0) return [];
  return [
    `### ${title}`,
    ...boundedTable(['what', 'approved by', 'last'], all, { most: MOST_LISTED, room: ROOM, row, whole }),
  ];
}

function row(one: ReportedRemediation): readonly string[] {
  const { id, finding, summary, rule, key, refusals, foreign, history } = one;
  const last = history.at(-1);
  return [
    [
      `**${remediationHeadline(one)}**`,
      proseCell(summary ?? `${rule} on ${key}`),
      `${codeCell(id)} for ${codeCell(finding)}`,
    ].join('<br>'),
    proseCell(approvalWords(one)),
    [
      ...(last === undefined ? [] : [proseCell(turnWords(last, summary))]),
      ...refusals.map(proseCell),
      ...foreign.map((change) => proseCell(foreignWords(change))),
    ].join('<br>'),
  ];
}

function shadowMarkdown(shadow: readonly ShadowSummary[], whole: string): readonly string[] {
  if (shadow.length === 0) return [];
  const row = ({ rule, since, would, wouldPropose, total, refused }: ShadowSummary): readonly string[] => [
    codeCell(rule),
    `${would} of ${total}`,
    String(wouldPropose),
    proseCell(refused.map(({ guard, count }) => `${guard} (${count})`).join(', ')),
    proseCell(time(since)),
  ];
  const head = ['rule', 'auto would have applied', 'only proposed', 'refused by', 'since'];
  return ['### Shadow mode', ...boundedTable(head, shadow, { most: MOST_LISTED, room: ROOM, row, whole })];
}
