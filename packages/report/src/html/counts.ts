import { type Finding, SEVERITIES, type Severity } from '@podguard/core';
import { badge } from './finding-head.ts';
import { html } from './html.ts';

export const WORST_FIRST: readonly Severity[] = SEVERITIES.toReversed();

/** `10,000` */
export function figure(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1 finding`, `2 findings` */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${figure(count)} ${count === 1 ? noun : plural}`;
}

/** `+3`, with the sign of mathematics; null where nothing changed. */
export function change(now: number, before: number): string | null {
  const difference = Math.round((now - before) * 10) / 10;
  if (difference === 0) return null;
  return difference > 0 ? `+${figure(difference)}` : `−${figure(-difference)}`;
}

export function countBySeverity(
  findings: readonly Pick<Finding, 'severity'>[],
): Readonly<Record<Severity, number>> {
  const counts = { low: 0, medium: 0, high: 0, critical: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}

/** A badge for each severity that there is, with how many. */
export function severityCounts(findings: readonly Finding[]) {
  const counts = countBySeverity(findings);
  return html`<span class="tally">${WORST_FIRST.filter((severity) => counts[severity] > 0).map(
    (severity) => html`<span>${figure(counts[severity])} ${badge(severity)}</span> `,
  )}</span>`;
}
