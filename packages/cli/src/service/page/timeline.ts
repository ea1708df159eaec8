import type { Transition, TransitionType } from '@podguard/core';
import { badge, dayOf, html, kindWords, resourceName, shorten, when, who } from '@podguard/report/html';
import type { PageModel } from './page-model.ts';

const WORDS: Readonly<Record<TransitionType, string>> = {
  opened: 'Opened',
  worsened: 'Worsened',
  eased: 'Eased',
  resolved: 'Resolved',
  reopened: 'Opened again',
  exempted: 'Made exempt',
  'exemption-ended': 'No longer exempt',
};

/** What opened, worsened, eased and was resolved, the newest first. */
export function timeline(model: PageModel) {
  if (model.timeline.length === 0) return html`<p class="quiet">Nothing has happened yet.</p>`;
  return html`<ol>${model.timeline.map((entry) => row(entry, model))}</ol>`;
}

/** Until when and why it was accepted, or what for it had been. */
function excuse({ type, finding: { exemption } }: Transition) {
  if (exemption === null || (type !== 'exempted' && type !== 'exemption-ended')) return '';
  const begin = type === 'exempted' ? `until ${dayOf(exemption.until)}` : 'accepted';
  return html`<span>${begin}: ${exemption.reason}</span>`;
}

function row(transition: Transition, { now, names }: PageModel) {
  const { type, severity, at, by, finding } = transition;
  return html`<li class="${type} ${severity}">
    <p class="turn"><b>${WORDS[type]}</b> ${badge(severity)} ${when(at, now)}</p>
    <p>${type === 'resolved' ? finding.title : shorten(finding.summary, finding.resource.account)}</p>
    <p class="meta"><span>${kindWords(finding.resource.kind)} ${resourceName(finding.resource, names)}</span>
       <span>by ${who(by)}</span>${excuse(transition)}</p>
  </li>`;
}
