import { inOrder } from './in-order.ts';
import { renderPosture } from './posture.ts';
import type { Report } from './report.ts';
import { sinceBaselineWords } from './since-baseline.ts';
import type { Style } from './style.ts';
import { undecidedHint } from './summary.ts';
import { type KnownAccounts, NONE_KNOWN, renderTable } from './table.ts';
import { TOTALS_COLUMNS, totalsOf } from './totals.ts';

/** What a person reads first: what is new since the baseline where there was one, totals, then the findings by resource, and the posture where it is known. */
export function renderOverview(
  { findings, posture, sinceBaseline, at, summary }: Report,
  style: Style,
  known: KnownAccounts = NONE_KNOWN,
): string {
  const parts = [
    sinceBaseline === undefined ? '' : `${style.strong(sinceBaselineWords(sinceBaseline))}\n`,
    totals(findings, style) + undecided(summary, style),
    renderTable(inOrder(findings), style, known, at),
    posture === undefined ? '' : renderPosture(posture, style),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function undecided(summary: Report['summary'], style: Style): string {
  const hint = undecidedHint(summary);
  return hint === '' ? '' : `${style.faint(hint)}\n`;
}

function totals(findings: Report['findings'], style: Style): string {
  if (findings.length === 0) return `${style.good('No open findings')}\n`;
  const all = totalsOf(findings);
  const width = Math.max('resolved'.length, ...all.map(({ name }) => name.length));
  const head = line(
    '',
    [...TOTALS_COLUMNS, 'all'].map((name) => cell(name)),
    width,
  );
  const rows = all.map(({ name, counts, all: total }) => {
    const severities = TOTALS_COLUMNS.map((severity) => {
      const count = counts[severity];
      return cell(`${count}`, count === 0 ? undefined : style.severity[severity]);
    });
    return line(name, [...severities, cell(`${total}`)], width);
  });
  return [style.faint(head), ...rows].map((one) => `${one}\n`).join('');
}

const WIDTH = 'critical'.length;

function line(name: string, cells: readonly string[], width: number): string {
  return [name.padEnd(width), ...cells].join('  ');
}

/** Only the text is painted, not what is before it. */
function cell(text: string, paint: (text: string) => string = (same) => same): string {
  return `${' '.repeat(Math.max(0, WIDTH - text.length))}${paint(text)}`;
}
