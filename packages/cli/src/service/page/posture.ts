import type { Posture, Tally } from '@podguard/core';
import { type PostureGroup, postureGroups, scoreWords } from '@podguard/report';
import { html, posturePlace, weightTables } from '@podguard/report/html';

/** More of them are slow to lay out; the API has all. */
const MOST_PLACES = 20;
const MOST_CHIPS = 5;
const REST = { most: 20, whole: html`<a href="/api/posture">all of them as JSON</a>` };

/** Which workload identity uses which method: a line with the scores, and on demand how each came about. */
export function postureSection(posture: Posture) {
  const { accounts, identities, unknown } = posture;
  if (identities.length + unknown.length === 0) return '';
  const groups = postureGroups(posture);
  const more = groups.length - MOST_PLACES;
  return html`<details class="posture" data-key="posture">
  <summary><h2>Posture</h2>
    ${accounts.slice(0, MOST_CHIPS).map((tally) => chip(accounts.length === 1 ? 'account' : `account ${tally.account}`, tally, ' of 100'))}
    ${worst(groups).map(({ tally }) => chip(shortPlace(tally), tally))}
    ${unknown.length === 0 ? '' : html`<span class="chip">${unknown.length} not scored</span>`}</summary>
  <div class="places">
    <p class="quiet">How workloads get their AWS credentials. The score of an identity is the weight of its method, of 100, times the factor of the worst that is open on it; that of a cluster or an account is the mean of what lets them in, each association and each role once.</p>
    ${groups.slice(0, MOST_PLACES).map((group) => posturePlace(group, REST))}
    ${more > 0 ? html`<p class="quiet">And ${more} more clusters: <a href="/api/posture">all of them as JSON</a></p>` : ''}
    <details class="place" data-key="posture weights"><summary>Weights and factors</summary>${weightTables()}</details>
  </div>
</details>`;
}

function worst(groups: readonly PostureGroup[]): readonly PostureGroup[] {
  return groups.filter(({ tally }) => tally.score !== null).slice(0, MOST_CHIPS);
}

function chip(name: string, { score }: Tally, unit = '') {
  return html`<span class="chip">${name} <b>${scoreWords(score)}</b>${score === null ? '' : unit}</span>`;
}

function shortPlace({ cluster, issuer }: PostureGroup['tally']): string {
  if (cluster !== null) return cluster.slice(cluster.lastIndexOf('/') + 1);
  return issuer === null ? 'no known cluster' : `issuer …${issuer.slice(-4)}`;
}
