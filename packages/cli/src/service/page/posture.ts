import type { Posture, Tally } from '@podguard/core';
import {
  doubtWords,
  meanWords,
  type PostureGroup,
  placeWords,
  postureGroups,
  scoreWords,
} from '@podguard/report';
import { html } from './html.ts';
import { identitiesTable, unknownTable, weightTables } from './posture-tables.ts';
import { shorten } from './words.ts';

/** More of them are slow to lay out; the API has all. */
const MOST_PLACES = 20;
const MOST_CHIPS = 5;

/** Which workload identity uses which method: a line with the scores, and on demand how each came about. */
export function postureSection(posture: Posture) {
  const { accounts, identities, unknown } = posture;
  if (identities.length + unknown.length === 0) return '';
  const groups = postureGroups(posture);
  const more = groups.length - MOST_PLACES;
  return html`<details class="posture" data-key="posture">
  <summary><h2>Posture</h2>
    ${accounts.slice(0, MOST_CHIPS).map((tally) => chip(accounts.length === 1 ? 'account' : `account ${tally.account}`, tally, ' of 100'))}
    ${worstFirst(groups).map(({ tally }) => chip(shortPlace(tally), tally))}
    ${unknown.length === 0 ? '' : html`<span class="chip">${unknown.length} not scored</span>`}</summary>
  <div class="places">
    <p class="quiet">How workloads get their AWS credentials. The score of an identity is the weight of its method, of 100, times the factor of the worst that is open on it; that of a cluster or an account is the mean of what lets them in, each association and each role once.</p>
    ${groups.slice(0, MOST_PLACES).map(place)}
    ${more > 0 ? html`<p class="quiet">And ${more} more clusters: <a href="/api/posture">all of them as JSON</a></p>` : ''}
    <details class="place" data-key="posture weights"><summary>Weights and factors</summary>${weightTables()}</details>
  </div>
</details>`;
}

function worstFirst(groups: readonly PostureGroup[]): readonly PostureGroup[] {
  return groups
    .filter(({ tally }) => tally.score !== null)
    .toSorted((a, b) => (a.tally.score as number) - (b.tally.score as number))
    .slice(0, MOST_CHIPS);
}

function chip(name: string, { score }: Tally, unit = '') {
  return html`<span class="chip">${name} <b>${scoreWords(score)}</b>${score === null ? '' : unit}</span>`;
}

function place({ tally, identities, unknown }: PostureGroup) {
  const { account, cluster, issuer, score } = tally;
  const key = cluster ?? issuer ?? '';
  const methods = Object.entries(tally.methods).map(([method, count]) => `${count} ${method}`);
  return html`<details class="place" data-key="posture ${account} ${key}">
  <summary><span class="name" title="${key}">${shorten(placeWords(tally), account)}</span>
    ${score === null ? '' : html`<meter min="0" max="100" value="${String(score)}" aria-hidden="true"></meter>`}
    <b>${scoreWords(score)}</b>${score === null ? '' : html` <span class="sum">= ${meanWords(tally)}</span>`}
    <span class="meta">${[`account ${account}`, ...methods, ...doubtWords(tally)].map((text) => html`<span>${text}</span>`)}</span></summary>
  ${identities.length === 0 ? '' : identitiesTable(identities)}
  ${unknown.length === 0 ? '' : unknownTable(unknown)}
</details>`;
}

function shortPlace({ cluster, issuer }: PostureGroup['tally']): string {
  if (cluster !== null) return cluster.slice(cluster.lastIndexOf('/') + 1);
  return issuer === null ? 'no known cluster' : `issuer …${issuer.slice(-4)}`;
}
