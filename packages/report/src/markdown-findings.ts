import type { Finding, Opening } from '@podguard/core';
import { type Explain, foundWords } from './found-by-run.ts';
import { ageWords } from './html/ages.ts';
import { inOrder } from './in-order.ts';
import { boundedTable, markdownTable } from './markdown-table.ts';
import { codeCell, prose, proseCell } from './markdown-text.ts';
import { endsSoonWords, peopleWords } from './people-words.ts';
import { type KnownAccounts, who } from './table.ts';
import { time } from './time.ts';
import { TOTALS_COLUMNS, totalsOf } from './totals.ts';

export interface FindingTablesOptions {
  readonly known: KnownAccounts;
  /** Has what is left out. */
  readonly whole: string;
  /** Exemptions that end within a week from then are marked. */
  readonly at?: Date | undefined;
  /** Says how old findings are, too. */
  readonly age?: boolean;
  /** Who did what a read found. */
  readonly explain?: Explain;
  /** How many characters the tables have together. */
  readonly room: number;
}

/** Totals and tables of what is open, exempt and ended, the worst first; as many findings as there is room for. */
export function findingTables(
  findings: readonly Finding[],
  { known, whole, at, age, explain, room }: FindingTablesOptions,
): readonly string[] {
  const sorted = Map.groupBy(inOrder(findings), ({ status }) => status);
  const { open = [], exempt = [], resolved = [] } = Object.fromEntries(sorted);
  // Documents are nobody's act: `check` says where they are.
  const origin = findings.every(({ opened: opening }) => opening === null) ? 'where' : 'opened';
  let left = room;
  return [
    ...(findings.length === 0 ? [] : [totals(findings)]),
    ...bounded([...HEAD, origin], open, openRow),
    ...(exempt.length === 0
      ? []
      : ['### Exempt', ...bounded([...HEAD, origin, 'exempt'], exempt, exemptRow)]),
    ...(resolved.length === 0
      ? []
      : ['### Resolved', ...bounded([...HEAD, origin, 'resolved'], resolved, endedRow)]),
  ];

  /** Those that come first take what room there is. */
  function bounded(
    head: readonly string[],
    all: readonly Finding[],
    row: (finding: Finding) => readonly string[],
  ): readonly string[] {
    const parts = boundedTable(head, all, { room: left, row, whole });
    left -= parts.join('').length;
    return parts;
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
    return [end, `by ${proseCell(author)}`, proseCell(reason), codeCell(id)].join(BREAK);
  }

  function endedRow(finding: Finding): readonly string[] {
    const { resolved: end } = finding;
    return [...cells(finding), opened(finding), end === null ? '' : `${proseCell(end.reason)}: ${turn(end)}`];
  }

  function opened(finding: Finding): string {
    const { opened: opening, source, unverified, resolved: end } = finding;
    const more = [
      ...(unverified ? ['its present state cannot be judged'] : []),
      ...peopleWords(finding).map(proseCell),
    ];
    if (opening === null)
      return [source === null ? '' : placeIn(source), ...more].filter(Boolean).join(BREAK);
    const isAged = age === true && at !== undefined && end === null && !Number.isNaN(Date.parse(opening.at));
    const words = explain?.(finding) === undefined ? turn(opening) : found(finding, opening);
    return [words, ...(isAged ? [`${ageWords(opening.at, at)} old`] : []), ...more].join(BREAK);
  }

  function turn(opening: Opening): string {
    return `${proseCell(time(opening.at))}${BREAK}${proseCell(who(opening, known))}`;
  }

  function found(finding: Finding, { at: seen }: Opening): string {
    return `${proseCell(time(seen))}${BREAK}${proseCell(foundWords(explain?.(finding)))}`;
  }
}

const HEAD = ['severity', 'finding'];
/** Lines in the cell of a table, as GitHub and GitLab take them. */
const BREAK = '<br>';

function cells({ severity, summary, resource, rule, id }: Finding): readonly string[] {
  return [
    `**${severity}**`,
    [proseCell(summary), codeCell(resource.key), `${codeCell(rule)} ${codeCell(id)}`].join(BREAK),
  ];
}

function placeIn({ file, line }: NonNullable<Finding['source']>): string {
  return file === '-' ? `standard input, line ${line}` : codeCell(`${file}:${line}`);
}

function totals(findings: readonly Finding[]): string {
  const rows = totalsOf(findings).map(({ name, counts, all }) => [
    name,
    ...TOTALS_COLUMNS.map((severity) => String(counts[severity])),
    String(all),
  ]);
  return markdownTable(['', ...TOTALS_COLUMNS, 'all'], rows);
}
