import type { Finding, Opening } from '@podguard/core';
import { inOrder } from './in-order.ts';
import { code, prose } from './markdown-text.ts';
import { endsSoonWords, peopleWords } from './people-words.ts';
import { FORMAT_JSON, renderPostureMarkdown } from './posture-markdown.ts';
import type { Gap, Report } from './report.ts';
import { sinceBaselineWords } from './since-baseline.ts';
import { type KnownAccounts, NONE_KNOWN, who } from './table.ts';
import { time } from './time.ts';
import { TOTALS_COLUMNS, totalsOf } from './totals.ts';

/** A heading, totals and the findings, as it is pasted into a ticket or a comment on a pull request; `whole` has what it leaves out. */
export function renderMarkdown(
  { findings, posture, sinceBaseline, gaps = [], at }: Report,
  known: KnownAccounts = NONE_KNOWN,
  whole: string = FORMAT_JSON,
): string {
  const sorted = inOrder(findings);
  const open = sorted.filter(({ status }) => status === 'open');
  const exempt = sorted.filter(({ status }) => status === 'exempt');
  const ended = sorted.filter(({ status }) => status === 'resolved');
  const openWords =
    open.length === 0 ? 'no open findings' : `${open.length} open finding${open.length === 1 ? '' : 's'}`;
  let left = MOST_CHARACTERS;
  const parts = [
    ...(sinceBaseline === undefined
      ? [`## Podguard: ${openWords}`]
      : [
          `## Podguard: ${lowerFirst(sinceBaselineWords(sinceBaseline))}`,
          `${upperFirst(openWords)} in all.`,
        ]),
    ...(findings.length === 0 ? [] : [totals(findings)]),
    ...(open.length === 0 ? [] : bounded([...HEAD, 'opened'], open, openRow)),
    ...(exempt.length === 0
      ? []
      : ['### Exempt', ...bounded([...HEAD, 'opened', 'exempt'], exempt, exemptRow)]),
    ...(ended.length === 0 ? [] : ['### Ended', ...bounded([...HEAD, 'opened', 'ended'], ended, endedRow)]),
    ...(gaps.length === 0 ? [] : ['### Not known', ...gapTable(gaps, whole)]),
    ...(posture === undefined ? [] : [renderPostureMarkdown(posture, whole)]),
  ];
  return `${parts.join('\n\n')}\n`;

  /** The first of them, as many as there is room for. */
  function bounded(
    head: readonly string[],
    all: readonly Finding[],
    row: (finding: Finding) => readonly string[],
  ): readonly string[] {
    const rows: (readonly string[])[] = [];
    for (const finding of all) {
      const cells = row(finding);
      left -= cells.join(' | ').length;
      if (left < 0) break;
      rows.push(cells);
    }
    const more = all.length - rows.length;
    return [
      ...(rows.length === 0 ? [] : [table(head, rows)]),
      ...(more === 0 ? [] : [`And ${more} more: ${whole} has all.`]),
    ];
  }

  function openRow(finding: Finding): readonly string[] {
    return [...cells(finding), opened(finding)];
  }

  function exemptRow(finding: Finding): readonly string[] {
    return [...openRow(finding), excuse(finding)];
  }

  function excuse({ exemption }: Finding): string {
    if (exemption === null) return '';
    const { until, author, reason, id } = exemption;
    const soon = at === undefined ? null : endsSoonWords(exemption, at);
    const end = `until ${prose(time(until))}${soon === null ? '' : `, **${soon}**`}`;
    return [end, `by ${prose(author)}`, prose(reason), code(id)].join(BREAK);
  }

  function endedRow(finding: Finding): readonly string[] {
    const { resolved } = finding;
    const end = resolved === null ? '' : `${prose(resolved.reason)}: ${turn(resolved)}`;
    return [...cells(finding), opened(finding), end];
  }

  function opened(finding: Finding): string {
    const { opened: opening, source, unverified } = finding;
    const more = [
      ...(unverified ? ['its present state cannot be judged'] : []),
      ...peopleWords(finding).map(prose),
    ];
    if (opening !== null) return [turn(opening), ...more].join(BREAK);
    return [source === null ? '' : placeIn(source), ...more].filter(Boolean).join(BREAK);
  }

  function turn(opening: Opening): string {
    return `${prose(time(opening.at))}${BREAK}${prose(who(opening, known))}`;
  }
}

/** A comment on GitHub takes 65,536 characters, and has the posture, too. */
const MOST_CHARACTERS = 45_000;

const HEAD = ['severity', 'finding'];
/** Lines in the cell of a table, as GitHub and GitLab take them. */
const BREAK = '<br>';

function cells({ severity, summary, resource, rule, id }: Finding): readonly string[] {
  return [`**${severity}**`, [prose(summary), code(resource.key), `${code(rule)} ${code(id)}`].join(BREAK)];
}

function gapTable(gaps: readonly Gap[], whole: string): readonly string[] {
  const shown = gaps.slice(0, MOST_GAPS);
  return [
    table(
      ['what', 'why'],
      shown.map(({ what, reason }) => [prose(what), prose(reason)]),
    ),
    ...(shown.length === gaps.length ? [] : [`And ${gaps.length - shown.length} more: ${whole} has all.`]),
  ];
}

const MOST_GAPS = 100;

function lowerFirst(words: string): string {
  return `${words.slice(0, 1).toLowerCase()}${words.slice(1)}`;
}

function upperFirst(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

function placeIn({ file, line }: NonNullable<Finding['source']>): string {
  return file === '-' ? `standard input, line ${line}` : code(`${file}:${line}`);
}

function totals(findings: readonly Finding[]): string {
  const rows = totalsOf(findings).map(({ name, counts, all }) => [
    name,
    ...TOTALS_COLUMNS.map((severity) => String(counts[severity])),
    String(all),
  ]);
  return table(['', ...TOTALS_COLUMNS, 'all'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
