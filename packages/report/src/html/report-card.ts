import { type Finding, isRead, type Opening } from '@podguard/core';
import { type Explanation, foundWords } from '../found-by-run.ts';
import { ageWords } from './ages.ts';
import { findingHead, proof } from './finding-head.ts';
import { evidenceTable, peopleRows } from './finding-rows.ts';
import { html } from './html.ts';
import type { ReportView } from './report-view.ts';
import { who } from './turn.ts';
import { absolute, dayOf } from './words.ts';

/** One finding: what happened, who did it and whose it is; on demand the proof, the evidence and the way to the mend. */
export function reportCard(finding: Finding, view: ReportView) {
  const { now, flag, explain, failing } = view;
  const { id, severity, status, opened, resolved, rule } = finding;
  const anchor = status === 'resolved' ? '' : html` id="${id}"`;
  return html`<details class="finding ${severity}"${anchor} data-severity="${severity}"><summary>${findingHead(finding, now)}
<span class="meta">${opened === null ? document(finding) : opening(finding, opened, view)}${owner(finding)}</span>${excuse(finding)}${
    resolved === null
      ? ''
      : html`<span class="meta closed">Resolved (${resolved.reason}) on ${dayOf(resolved.at)} by ${who(resolved)}</span>`
  }</summary><div class="body">${proof(finding)}${
    finding.evidence.length === 0 ? '' : html`<p class="label">Evidence</p>${evidenceTable(finding)}`
  }<dl><dt>Resource</dt><dd><code>${finding.resource.key}</code></dd><dt>Rule</dt><dd>${
    failing.has(rule) ? html`<a href="#rule-${rule}"><code>${rule}</code></a>` : html`<code>${rule}</code>`
  } ${finding.title}</dd>${
    finding.reasons.length === 0 ? '' : html`<dt>Also fails</dt><dd>${finding.reasons.join(', ')}</dd>`
  }${opened === null ? '' : record(opened, explain(finding))}${peopleRows(finding)}<dt>To mend it</dt><dd><code>podguard explain ${id}${flag}</code></dd></dl></div></details>`;
}

function opening(finding: Finding, opened: Opening, { now, explain }: ReportView) {
  const since = html`<span><time datetime="${opened.at}" title="${absolute(opened.at)}">${dayOf(opened.at)}</time> (${ageWords(opened.at, now)})</span>`;
  if (isRead(opened)) return html`<span>${foundWords(explain(finding))}</span> ${since}`;
  return html`<span>${who(opened)}</span> ${since} <span>${opened.eventName}</span>${
    opened.sourceIp === null ? '' : html` <span>from ${opened.sourceIp}</span>`
  }`;
}

function document({ source }: Finding) {
  return source === null ? '' : html`<span>${source.file}:${source.line}</span>`;
}

function owner({ owner: of }: Finding) {
  return of === null || of.from === 'creator' ? '' : html` <span>owner <b>${of.name}</b></span>`;
}

function excuse({ exemption, status }: Finding) {
  if (exemption === null || status !== 'exempt') return '';
  return html`<span class="meta">Exempt until <time datetime="${exemption.until}">${dayOf(exemption.until)}</time> by <b>${exemption.author}</b>: ${exemption.reason}</span>`;
}

function record(opened: Opening, explanation: Explanation | undefined) {
  const { actor, at, eventName, eventId, userAgent } = opened;
  if (isRead(opened))
    return html`<dt>Found</dt><dd>${absolute(at)}, by reading the account</dd>${
      explanation === undefined
        ? ''
        : html`<dt>Done</dt><dd>${absolute(explanation.at)} by ${explanation.actor}</dd><dt>Event</dt><dd>${explanation.eventName} <code>${explanation.eventId}</code></dd>`
    }`;
  return html`<dt>Opened</dt><dd>${absolute(at)} by ${actor}</dd><dt>Event</dt><dd>${eventName} <code>${eventId}</code>${
    userAgent === null ? '' : html` <span class="agent">${userAgent}</span>`
  }</dd>`;
}
