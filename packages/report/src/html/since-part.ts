import type { Finding } from '@podguard/core';
import { driftedResources, isFixed } from '../drifted.ts';
import { inOrder } from '../in-order.ts';
import { sinceBaselineWords } from '../since-baseline.ts';
import { time } from '../time.ts';
import { counted, severityCounts } from './counts.ts';
import { badge } from './finding-head.ts';
import { html } from './html.ts';
import type { ReportView } from './report-view.ts';
import { shorten } from './words.ts';

const MOST = 100;

/** What is new and what ended since the run before, and how much drifted. */
export function sincePart(view: ReportView) {
  const { since, sinceBaseline, run } = view.report;
  const baseline = sinceBaseline === undefined ? '' : html`<p>${sinceBaselineWords(sinceBaseline)}.</p>`;
  if (since === undefined)
    return html`${baseline}<p class="quiet">${(view.report.lastRuns?.length ?? 0) > 1 ? 'Each account has runs of its own: a report of one of them has what came since.' : 'No run before this one is known: nothing to compare with.'}</p>`;
  const fixed = since.resolved.filter(isFixed);
  const other = since.resolved.filter((one) => !isFixed(one));
  return html`${baseline}<p class="quiet">Since the run of ${time(since.at)}.${run === undefined ? '' : html` <a href="#drift">${counted(driftedResources(view.report), 'resource')} drifted</a>.`}</p>
<div class="halves"><section class="panel" aria-labelledby="since-opened"><h3 id="since-opened">New: ${counted(since.opened.length, 'finding')}</h3>${severityCounts(since.opened)}${list(since.opened, view)}</section>
<section class="panel" aria-labelledby="since-resolved"><h3 id="since-resolved">Fixed: ${counted(fixed.length, 'finding')}</h3>${severityCounts(fixed)}${list(fixed, view)}${
    other.length === 0
      ? ''
      : html`<h3>Resolved otherwise: ${counted(other.length, 'finding')}</h3><p class="quiet">Gone, no longer told by this rule (another may tell of worse), or never so.</p>${severityCounts(other)}${list(other, view)}`
  }</section></div>`;
}

function list(findings: readonly Finding[], view: ReportView) {
  if (findings.length === 0) return html`<p class="quiet">None.</p>`;
  const rest = findings.length - MOST;
  return html`<ul class="lines">${inOrder(findings)
    .slice(0, MOST)
    .map(
      (finding) => html`<li>${findingLink(finding, view)}</li>`,
    )}</ul>${rest > 0 ? html`<p class="quiet">And ${counted(rest, 'more', 'more')}.</p>` : ''}`;
}

/** A line that leads to the finding where the report has it. */
export function findingLink({ id, severity, summary, resource, resolved }: Finding, { linked }: ReportView) {
  const text = shorten(summary, resource.account);
  return html`${badge(severity)} ${linked.has(id) && resolved === null ? html`<a href="#${id}">${text}</a>` : text}${resolved === null ? '' : html` <span class="quiet">${resolved.reason}</span>`}`;
}
