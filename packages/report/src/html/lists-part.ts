import type { Finding } from '@podguard/core';
import { lastRunsWords, NEVER_READ } from '../drifted.ts';
import { counted, figure } from './counts.ts';
import { html } from './html.ts';
import { reportCard } from './report-card.ts';
import type { ReportView } from './report-view.ts';

const MOST = 1_000;

/** What somebody accepted for a time, what ends first first. */
export function exemptPart(view: ReportView) {
  if (view.exempt.length === 0) return html`<p class="quiet">Nothing is exempt.</p>`;
  return html`<p class="quiet">Somebody accepted these for a time. What becomes worse than it was then is open again.</p>${cards(view.exempt, view)}`;
}

/** What ended, the newest first. */
export function endedPart(view: ReportView) {
  return cards(view.ended, view);
}

/** Why the rules that fail matter, those that fail most first. */
export function rulesPart({ open, rationales }: ReportView) {
  const rules = [...Map.groupBy(open, ({ rule }) => rule)].toSorted(([, a], [, b]) => b.length - a.length);
  if (rules.length === 0) return html`<p class="quiet">No rule fails.</p>`;
  return html`<ul class="rows">${rules.map(
    ([rule, findings]) =>
      html`<li class="panel" id="rule-${rule}"><b><code>${rule}</code></b> ${findings[0]?.title ?? ''} <span class="quiet">${figure(findings.length)} open</span>${
        rationales.has(rule) ? html`<p class="quiet">${rationales.get(rule)}</p>` : ''
      }</li>`,
  )}</ul>`;
}

/** Of what this report says nothing. */
export function gapsPart({ report }: ReportView) {
  const { gaps } = report;
  if (gaps === undefined) return html`<p class="quiet">${NEVER_READ}</p>`;
  const asOf = lastRunsWords(report).map((words) => html`<p class="quiet">${words}</p>`);
  const count = report.totals?.gaps ?? gaps.length;
  const shown = Math.min(gaps.length, MOST);
  if (count === 0) return html`${asOf}<p class="quiet">Nothing: all that was looked for was read.</p>`;
  return html`${asOf}<p class="quiet">Of these the report says nothing, good or bad.</p>
<dl class="gaps">${gaps.slice(0, MOST).map(({ what, reason }) => html`<dt>${what}</dt><dd>${reason}</dd>`)}</dl>${
    count > shown
      ? html`<p class="quiet">And ${counted(count - shown, 'more', 'more')}${gaps.length < count ? ': the store has no room for their names' : ': the JSON of this report has all'}.</p>`
      : ''
  }`;
}

function cards(findings: readonly Finding[], view: ReportView) {
  const rest = findings.length - MOST;
  return html`<div class="past">${findings.slice(0, MOST).map((finding) => reportCard(finding, view))}</div>${
    rest > 0
      ? html`<p class="quiet">And ${counted(rest, 'more', 'more')}: the JSON of this report has all.</p>`
      : ''
  }`;
}
