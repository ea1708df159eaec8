import { plain, type Style } from '@podguard/report';
import type { Line, Status } from './line.ts';

const INDENT = ' '.repeat(9);

/** For people: a line for each, and below what is not ok how to mend it. */
export function renderLines(lines: readonly Line[], style: Style): string {
  const rows: string[] = [];
  for (const [check, some] of Map.groupBy(lines, (line) => line.check)) {
    rows.push(style.strong(check));
    for (const { status, subject, what, mend } of some) {
      rows.push(`${badge(status, style)} ${plain(subject)}: ${plain(what)}`);
      if (mend !== null) rows.push(`${INDENT}${style.faint('mend:')} ${plain(mend)}`);
    }
  }
  return `${rows.join('\n')}\n`;
}

export function renderCounts(lines: readonly Line[], style: Style): string {
  const count = (status: Status) => lines.filter((line) => line.status === status).length;
  const parts = [`${count('ok')} ok`];
  if (count('warn') > 0) parts.push(`${count('warn')} to look at`);
  if (count('fail') > 0) parts.push(style.severity.high(`${count('fail')} failed`));
  if (count('unknown') > 0) parts.push(`${count('unknown')} could not be read`);
  return `${parts.join(', ')}\n`;
}

function badge(status: Status, style: Style): string {
  const text = status.padEnd(7);
  const paint = {
    ok: style.good,
    warn: style.severity.medium,
    fail: style.severity.high,
    unknown: style.severity.low,
  };
  return ` ${paint[status](text)}`;
}
