import {
  METHOD_WEIGHTS,
  type ScoredIdentity,
  STANDING_FACTORS,
  type UnknownIdentity,
  type Weight,
} from '@podguard/core';
import { grantWords, methodWords, nameWords, worstOn } from '../posture-words.ts';
import { badge } from './finding-head.ts';
import { html } from './html.ts';

/** How many rows of one place there are at most: more are slow to lay out. */
export interface Rest {
  readonly most: number;
  /** Where all are. */
  readonly whole: ReturnType<typeof html>;
}

export function identitiesTable(identities: readonly ScoredIdentity[], rest: Rest) {
  return html`<table class="scores"><thead><tr><th scope="col">Identity</th><th scope="col">Method</th><th scope="col">Granted by</th><th scope="col">Worst open</th><th scope="col">Weight × factor = score</th></tr></thead>
    <tbody>${identities.slice(0, rest.most).map(row)}</tbody></table>${more(identities.length, 'none of them worse', rest)}`;
}

export function unknownTable(unknown: readonly UnknownIdentity[], rest: Rest) {
  return html`<table class="scores apart"><thead><tr><th scope="col">Not scored</th><th scope="col">What is not known</th></tr></thead>
    <tbody>${unknown
      .slice(0, rest.most)
      .map(
        ({ name, because }) => html`<tr><th scope="row">${name}</th><td>${because}</td></tr>`,
      )}</tbody></table>${more(unknown.length, 'not scored either', rest)}`;
}

/** What each method is worth, and what each severity leaves of it. */
export function weightTables() {
  return html`${weights('Method', 'Weight', METHOD_WEIGHTS, '')}${weights('Worst open', 'Factor', STANDING_FACTORS, ' %')}`;
}

function row(identity: ScoredIdentity) {
  const { resources, grants, weight, factor, score } = identity;
  return html`<tr><th scope="row" title="${resources.join('\n')}">${nameWords(identity)}</th><td>${methodWords(identity)}</td>
    <td title="${grants.map(({ key }) => key).join('\n')}">${grantWords(identity)}</td><td>${worst(identity)}</td><td class="product">${weight} × ${factor} % = <b>${score}</b></td></tr>`;
}

function worst(identity: ScoredIdentity) {
  const { worst: open, undecided } = identity;
  const doubt =
    undecided.length === 0
      ? ''
      : html`<span title="${undecided.join('\n')}">${undecided.length} ${undecided.length === 1 ? 'rule' : 'rules'} undecided</span>`;
  if (open === null) return doubt === '' ? 'nothing open' : doubt;
  return html`${badge(open.severity)} <code>${open.rule}</code>${worstOn(identity)}${doubt === '' ? '' : html`, ${doubt}`}`;
}

function weights(of: string, is: string, rows: Readonly<Record<string, Weight>>, unit: string) {
  return html`<table class="scores weights"><thead><tr><th scope="col">${of}</th><th scope="col">${is}</th><th scope="col">Why</th></tr></thead>
    <tbody>${Object.entries(rows).map(([name, { percent, because }]) => html`<tr><th scope="row">${name}</th><td>${percent}${unit}</td><td>${because}</td></tr>`)}</tbody></table>`;
}

function more(count: number, which: string, { most, whole }: Rest) {
  if (count <= most) return '';
  return html`<p class="quiet">And ${count - most} more, ${which}: ${whole}</p>`;
}
