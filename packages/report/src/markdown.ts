import { findingTables } from './markdown-findings.ts';
import { boundedTable } from './markdown-table.ts';
import { proseCell } from './markdown-text.ts';
import { FORMAT_JSON, renderPostureMarkdown } from './posture-markdown.ts';
import type { Gap, Report } from './report.ts';
import { sinceBaselineWords } from './since-baseline.ts';
import { undecidedWords } from './summary.ts';
import { type KnownAccounts, NONE_KNOWN } from './table.ts';

/** A heading, totals and the findings, as it is pasted into a ticket or a comment on a pull request; `whole` has what it leaves out. */
export function renderMarkdown(
  { findings, posture, sinceBaseline, gaps = [], at, summary }: Report,
  known: KnownAccounts = NONE_KNOWN,
  whole: string = FORMAT_JSON,
): string {
  const open = findings.filter(({ status }) => status === 'open');
  const openWords =
    open.length === 0 ? 'no open findings' : `${open.length} open finding${open.length === 1 ? '' : 's'}`;
  const parts = [
    ...(sinceBaseline === undefined
      ? [`## Podguard: ${openWords}`]
      : [
          `## Podguard: ${lowerFirst(sinceBaselineWords(sinceBaseline))}`,
          `${upperFirst(openWords)} in all.`,
        ]),
    ...undecidedMarkdown(summary),
    ...findingTables(findings, { known, whole, at, room: ROOM }),
    ...(gaps.length === 0 ? [] : ['### Not known', ...gapTable(gaps, whole)]),
    ...(posture === undefined ? [] : [renderPostureMarkdown(posture, whole)]),
  ];
  return `${parts.join('\n\n')}\n`;
}

export function undecidedMarkdown(summary: Report['summary']): readonly string[] {
  const words = undecidedWords(summary);
  return words === '' ? [] : [`${words}: of what they would judge nothing is said, good or bad.`];
}

/** A comment on GitHub takes 65,536 characters, and has the posture, too. */
const ROOM = 42_000;
const MOST_GAPS = 100;
const ROOM_OF_GAPS = 4_000;

/** What could not be read, and why. */
export function gapTable(gaps: readonly Gap[], whole: string): readonly string[] {
  const row = ({ what, reason }: Gap) => [proseCell(what), proseCell(reason.replace(/\s+/g, ' '))];
  return boundedTable(['what', 'why'], gaps, { most: MOST_GAPS, room: ROOM_OF_GAPS, row, whole });
}

function lowerFirst(words: string): string {
  return `${words.slice(0, 1).toLowerCase()}${words.slice(1)}`;
}

function upperFirst(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
