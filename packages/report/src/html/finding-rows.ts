import { type Finding, isRead, type Opening } from '@podguard/core';
import { evidenceText } from '../evidence-text.ts';
import { FOUND_BY_READ } from '../found-by-run.ts';
import { html } from './html.ts';
import { absolute } from './words.ts';

/** The values that decided. */
export function evidenceTable({ evidence }: Finding) {
  return html`<table class="values">${evidence.map((one) => html`<tr><th scope="row"><code>${one.path}</code></th><td><code>${evidenceText(one)}</code></td></tr>`)}</table>`;
}

/** Rows of a list: who opened it, when, by what, from where. */
export function recordRows(opened: Opening) {
  const { actor, at, eventName, eventId, sourceIp, userAgent } = opened;
  if (isRead(opened))
    return html`<dt>Who</dt><dd>not known: ${FOUND_BY_READ}</dd>
      <dt>When</dt><dd>${absolute(at)}</dd>`;
  return html`<dt>Who</dt><dd>${actor}</dd>
      <dt>When</dt><dd>${absolute(at)}</dd>
      <dt>Event</dt><dd>${eventName} <code>${eventId}</code></dd>
      <dt>From</dt><dd>${sourceIp ?? 'not said'}${userAgent === null ? '' : html` <span class="agent">${userAgent}</span>`}</dd>`;
}

const OWNER_FROM = {
  tag: 'by its tag',
  configuration: 'by the configuration',
  creator: 'who made it',
} as const;

/** Rows of a list: whose it is, who knows of it, what accepts it. */
export function peopleRows({ owner, acknowledged, exemption, status }: Finding) {
  return html`${owner === null ? '' : html`<dt>Owner</dt><dd>${owner.name} (${OWNER_FROM[owner.from]})</dd>`}
      ${acknowledged === null ? '' : html`<dt>Acknowledged</dt><dd>${absolute(acknowledged.at)} by ${acknowledged.by}</dd>`}
      ${exemption === null || status !== 'exempt' ? '' : html`<dt>Exemption</dt><dd><code>${exemption.id}</code> until ${absolute(exemption.until)}</dd>`}`;
}
