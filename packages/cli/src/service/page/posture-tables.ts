import {
  METHOD_WEIGHTS,
  type ScoredIdentity,
  STANDING_FACTORS,
  type UnknownIdentity,
  type Weight,
} from '@podguard/core';
import { methodWords, nameWords } from '@podguard/report';
import { html } from './html.ts';

/** Of one place; more of them are slow to lay out. */
const MOST_ROWS = 20;

export function identitiesTable(identities: readonly ScoredIdentity[]) {
  return html`<table class="scores"><thead><tr><th scope="col">Identity</th><th scope="col">Method</th><th scope="col">Worst open</th><th scope="col">Weight × factor = score</th></tr></thead>
    <tbody>${identities.slice(0, MOST_ROWS).map(row)}</tbody></table>${rest(identities.length, 'none of them worse')}`;
}

export function unknownTable(unknown: readonly UnknownIdentity[]) {
  return html`<table class="scores apart"><thead><tr><th scope="col">Not scored</th><th scope="col">What is not known</th></tr></thead>
    <tbody>${unknown
      .slice(0, MOST_ROWS)
      .map(
        ({ name, because }) => html`<tr><th scope="row">${name}</th><td>${because}</td></tr>`,
      )}</tbody></table>${rest(unknown.length, 'not scored either')}`;
}

/** What each method is worth, and what each severity leaves of it. */
export function weightTables() {
  return html`${weights('Method', 'Weight', METHOD_WEIGHTS, '')}${weights('Worst open', 'Factor', STANDING_FACTORS, ' %')}`;
}

function row(identity: ScoredIdentity) {
  const { resources, weight, factor, score } = identity;
  return html`<tr><th scope="row" title="${resources.join('\n')}">${nameWords(identity)}</th><td>${methodWords(identity)}</td>
    <td>${worst(identity)}</td><td class="product">${weight} × ${factor} % = <b>${score}</b></td></tr>`;
}

function worst({ worst: open, undecided }: ScoredIdentity) {
  const doubt =
    undecided.length === 0
      ? ''
      : html`<span title="${undecided.join('\n')}">${undecided.length} ${undecided.length === 1 ? 'rule' : 'rules'} undecided</span>`;
  if (open === null) return doubt === '' ? 'nothing open' : doubt;
  return html`<span class="badge ${open.severity}">${open.severity}</span> <code>${open.rule}</code>${doubt === '' ? '' : html`, ${doubt}`}`;
}

function weights(of: string, is: string, rows: Readonly<Record<string, Weight>>, unit: string) {
  return html`<table class="scores weights"><thead><tr><th scope="col">${of}</th><th scope="col">${is}</th><th scope="col">Why</th></tr></thead>
    <tbody>${Object.entries(rows).map(([name, { percent, because }]) => html`<tr><th scope="row">${name}</th><td>${percent}${unit}</td><td>${because}</td></tr>`)}</tbody></table>`;
}

function rest(count: number, which: string) {
  if (count <= MOST_ROWS) return '';
  return html`<p class="quiet">And ${count - MOST_ROWS} more, ${which}: <a href="/api/posture">all of them as JSON</a></p>`;
}
