import { type Finding, isRead, type Opening, type Rule } from '@podguard/core';
import { fillMend } from '@podguard/report';
import {
  absolute,
  dayOf,
  evidenceTable,
  findingHead,
  html,
  kindWords,
  peopleRows,
  proof,
  recordRows,
  resourceHead,
  resourceName,
  when,
  who,
} from '@podguard/report/html';
import { storeFlag } from '../../store-flag.ts';
import type { Group, PageModel } from './page-model.ts';

/** A resource with what is open on it. */
export function group({ resource, findings }: Group, model: PageModel) {
  return html`<section class="group" aria-label="${kindWords(resource.kind)} ${resourceName(resource, model.names)}">
  <h3>${resourceHead(resource, model.names)}</h3>
  ${findings.map((finding) => card(finding, model))}
</section>`;
}

/** One finding: a line that says what happened, and on demand the proof, the evidence and how to mend it. */
export function card(finding: Finding, model: PageModel) {
  const { id, severity, opened, resolved } = finding;
  const life = `${id}-${opened?.eventId ?? ''}`;
  const rule = model.catalogue.rules.find((other) => other.id === finding.rule);
  return html`<details class="finding ${severity}" data-key="${life}" data-severity="${severity}">
  <summary>
    ${findingHead(finding, model.now)}
    ${opened === null ? '' : opening(opened, model)}
    ${excuse(finding)}
    ${resolved === null ? '' : html`<span class="meta closed">Resolved (${resolved.reason}) by ${who(resolved)} <span>${when(resolved.at, model.now)}</span></span>`}
  </summary>
  <div class="body">
    ${proof(finding)}
    ${rule === undefined ? '' : html`<p class="why">${rule.rationale}</p>`}
    ${resolved === null ? advice(finding, model) : ''}
    ${finding.evidence.length === 0 ? '' : html`<h4>Evidence</h4>${evidenceTable(finding)}`}
    ${rule === undefined || resolved !== null ? '' : mend(finding, rule, life)}
    ${finding.status === 'open' ? accepting(id, model) : ''}
    <h4>Record</h4>
    <dl>
      ${opened === null ? '' : recordRows(opened)}
      <dt>Resource</dt><dd><code>${finding.resource.key}</code></dd>
      <dt>Rule</dt><dd><code>${finding.rule}</code> ${finding.title}</dd>
      ${finding.reasons.length === 0 ? '' : html`<dt>Also fails</dt><dd>${finding.reasons.join(', ')}</dd>`}
      ${peopleRows(finding)}
      <dt>Finding</dt><dd><code>${id}</code></dd>
    </dl>
    ${references(rule)}
  </div>
</details>`;
}

function accepting(id: string, { where }: PageModel) {
  if (where === undefined) return '';
  return html`<p class="quiet">To accept it for a time: <code>podguard exempt add ${id} --until 30d --reason "..."${storeFlag(where)}</code></p>`;
}

function excuse({ exemption, status }: Finding) {
  if (exemption === null || status !== 'exempt') return '';
  return html`<span class="meta excuse">Exempt until <time datetime="${exemption.until}" title="${absolute(exemption.until)}">${dayOf(exemption.until)}</time> by <b>${exemption.author}</b>: ${exemption.reason}</span>`;
}

/** What to do in this case; the steps are the command line's. */
function advice({ id }: Finding, model: PageModel) {
  const found = model.advice.get(id);
  if (found === undefined) return '';
  const {
    line,
    steps: [to],
  } = found;
  const steps =
    to === undefined || model.where === undefined
      ? ''
      : html` The steps to ${to}: <code>podguard explain ${id} --migrate-to ${to}${storeFlag(model.where)}</code>`;
  return html`<p class="advice"><b>Recommended</b> ${line}.${steps}</p>`;
}

function opening(opened: Opening, { now }: PageModel) {
  return html`<span class="meta">${who(opened)} <span>${when(opened.at, now)}</span>
      ${isRead(opened) ? '' : html`<span>${opened.eventName}</span>`}${opened.sourceIp === null ? '' : html` <span>from ${opened.sourceIp}</span>`}</span>`;
}

function mend(finding: Finding, rule: Rule, life: string) {
  const ways = fillMend(rule.mend, finding);
  const named = [
    ['AWS CLI', ways.cli],
    ['Terraform', ways.terraform],
    ['CloudFormation', ways.cloudformation],
  ] as const;
  return html`<h4>How to mend</h4>
    <div class="mend">${named.map(
      (
        [name, text],
        index,
      ) => html`<details name="mend-${life}" data-key="${life}-${name}"${index === 0 ? html` open` : ''}>
      <summary>${name}</summary><pre tabindex="0">${text}</pre><button type="button" class="copy">Copy</button></details>`,
    )}</div>`;
}

function references(rule: Rule | undefined) {
  const addresses =
    rule?.references.filter((address) => /^https?:/.test(address) && URL.canParse(address)) ?? [];
  if (addresses.length === 0) return '';
  return html`<p class="references">Read more: ${addresses.map(
    (address) =>
      html`<a href="${address}" target="_blank" rel="noopener noreferrer">${titleOf(address)}</a> `,
  )}</p>`;
}

function titleOf(address: string): string {
  const { hostname, pathname } = new URL(address);
  const page = pathname
    .replace(/^.*\//, '')
    .replace(/\.html$/, '')
    .replaceAll('-', ' ');
  return page === '' ? hostname : `${page} (${hostname})`;
}
