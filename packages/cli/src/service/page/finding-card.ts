import type { Finding, JsonValue, Opening, Rule } from '@podguard/core';
import { endsSoonWords, fillMend, personOf } from '@podguard/report';
import { storeFlag } from '../../store-flag.ts';
import { html } from './html.ts';
import type { Group, PageModel } from './page-model.ts';
import { absolute, ago, dayOf, kindWords, resourceName, shorten, toolWords } from './words.ts';

const LONGEST_VALUE = 2_000;

/** A resource with what is open on it. */
export function group({ resource, findings }: Group, model: PageModel) {
  const where = [resource.account, resource.region].filter((part) => part !== '').join(' · ');
  return html`<section class="group" aria-label="${kindWords(resource.kind)} ${resourceName(resource, model.names)}">
  <h3><span class="kind">${kindWords(resource.kind)}</span>
    <span class="name" title="${resource.key}">${resourceName(resource, model.names)}</span>
    <span class="where">${where}</span></h3>
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
    <span class="badge ${severity}">${severity}</span>
    ${finding.unverified ? html`<span class="badge note" title="The state can no longer be judged, so it stays open">unverified</span>` : ''}
    ${finding.broken ? html`<span class="badge note" title="It fails closed: pods lose their credentials">broken</span>` : ''}
    ${finding.acknowledged === null ? '' : html`<span class="badge note" title="by ${finding.acknowledged.by}, ${absolute(finding.acknowledged.at)}">acknowledged</span>`}
    ${soon(finding, model)}
    <strong class="what" title="${finding.summary}">${shorten(finding.summary, finding.resource.account)}</strong>
    ${opened === null ? '' : opening(opened, model)}
    ${excuse(finding)}
    ${resolved === null ? '' : html`<span class="meta closed">Closed (${resolved.reason}) by ${who(resolved)} <span>${when(resolved.at, model.now)}</span></span>`}
  </summary>
  <div class="body">
    ${finding.witness === null ? '' : html`<p class="proof"><b>Proof</b> <span title="${finding.witness.text}">${shorten(finding.witness.text, finding.resource.account)}</span></p>`}
    ${rule === undefined ? '' : html`<p class="why">${rule.rationale}</p>`}
    ${resolved === null ? advice(finding, model) : ''}
    ${evidence(finding)}
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

function soon({ exemption, status }: Finding, { now }: PageModel) {
  const words = exemption === null || status !== 'exempt' ? null : endsSoonWords(exemption, now);
  return words === null ? '' : html`<span class="badge note">${words}</span>`;
}

const OWNER_FROM = {
  tag: 'by its tag',
  configuration: 'by the configuration',
  creator: 'who made it',
} as const;

function peopleRows({ owner, acknowledged, exemption, status }: Finding) {
  return html`${owner === null ? '' : html`<dt>Owner</dt><dd>${owner.name} (${OWNER_FROM[owner.from]})</dd>`}
      ${acknowledged === null ? '' : html`<dt>Acknowledged</dt><dd>${absolute(acknowledged.at)} by ${acknowledged.by}</dd>`}
      ${exemption === null || status !== 'exempt' ? '' : html`<dt>Exemption</dt><dd><code>${exemption.id}</code> until ${absolute(exemption.until)}</dd>`}`;
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
      : html` The steps: <code>podguard explain ${id} --migrate-to ${to}${storeFlag(model.where)}</code>`;
  return html`<p class="advice"><b>Recommended</b> ${line}.${steps}</p>`;
}

function opening(opened: Opening, { now }: PageModel) {
  return html`<span class="meta">${who(opened)} <span>${when(opened.at, now)}</span>
      <span>${opened.eventName}</span>${opened.sourceIp === null ? '' : html` <span>from ${opened.sourceIp}</span>`}</span>`;
}

function recordRows({ actor, at, eventName, eventId, sourceIp, userAgent }: Opening) {
  return html`<dt>Who</dt><dd>${actor}</dd>
      <dt>When</dt><dd>${absolute(at)}</dd>
      <dt>Event</dt><dd>${eventName} <code>${eventId}</code></dd>
      <dt>From</dt><dd>${sourceIp ?? 'not said'}${userAgent === null ? '' : html` <span class="agent">${userAgent}</span>`}</dd>`;
}

export function who(turn: Opening) {
  const { name, as } = personOf(turn);
  const by = [as.join(', '), turn.tool === null ? '' : toolWords(turn.tool)]
    .filter((part) => part !== '')
    .join(' · ');
  return html`<span class="who" title="${turn.actor}"><b>${name}</b>${by === '' ? '' : html` <span>(${by})</span>`}</span>`;
}

export function when(at: string, now: Date) {
  return html`<time datetime="${at}" title="${absolute(at)}">${ago(now, at)}</time>`;
}

function evidence({ evidence: values }: Finding) {
  if (values.length === 0) return '';
  return html`<h4>Evidence</h4>
    <table>${values.map(({ path, value }) => html`<tr><th scope="row"><code>${path}</code></th><td><code>${valueText(value)}</code></td></tr>`)}</table>`;
}

function valueText(value: JsonValue): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
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
