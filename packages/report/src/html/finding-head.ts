import type { Finding, Severity } from '@podguard/core';
import { endsSoonWords } from '../people-words.ts';
import { html } from './html.ts';
import { absolute, kindWords, resourceName, shorten } from './words.ts';

export function badge(severity: Severity) {
  return html`<span class="badge ${severity}">${severity}</span>`;
}

/** How bad it is, what else there is to know at a glance, and what happened. */
export function findingHead(finding: Finding, now: Date) {
  const { severity, acknowledged, summary, resource } = finding;
  const marks = [
    finding.unverified ? mark('unverified', 'The state can no longer be judged, so it stays open') : '',
    finding.broken ? mark('broken', 'It fails closed: pods lose their credentials') : '',
    acknowledged === null ? '' : mark('acknowledged', `by ${acknowledged.by}, ${absolute(acknowledged.at)}`),
    soon(finding, now),
  ].filter((one) => one !== '');
  return html`${badge(severity)} ${marks.map((one) => html`${one} `)}${short('strong', 'what', summary, resource.account)}`;
}

function mark(name: string, why: string) {
  return html`<span class="badge note" title="${why}">${name}</span>`;
}

/** A text without what makes it long; the whole is beside it where that is another. */
function short(tag: 'strong' | 'span', name: string, text: string, account: string) {
  const shown = shorten(text, account);
  const whole = shown === text ? '' : html` title="${text}"`;
  return tag === 'strong'
    ? html`<strong class="${name}"${whole}>${shown}</strong>`
    : html`<span class="${name}"${whole}>${shown}</span>`;
}

/** What a resource is, what people call it, and where it is. */
export function resourceHead(resource: Finding['resource'], names: ReadonlyMap<string, string>) {
  const where = [resource.account, resource.region].filter((part) => part !== '').join(' · ');
  return html`<span class="kind">${kindWords(resource.kind)}</span>
    <span class="name" title="${resource.key}">${resourceName(resource, names)}</span>
    <span class="where">${where}</span>`;
}

/** The request that proves it, in words. */
export function proof({ witness, resource }: Finding) {
  if (witness === null) return '';
  return html`<p class="proof"><b>Witness</b> ${short('span', 'told', witness.text, resource.account)}</p>`;
}

function soon({ exemption, status }: Finding, now: Date) {
  const words = exemption === null || status !== 'exempt' ? null : endsSoonWords(exemption, now);
  return words === null ? '' : html`<span class="badge note">${words}</span>`;
}
