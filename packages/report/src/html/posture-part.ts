import { IDENTITY_METHODS, METHOD_WEIGHTS, type Posture } from '@podguard/core';
import { doubtWords, meanWords, postureGroups, scoreWords } from '../posture-words.ts';
import { change, figure } from './counts.ts';
import { html } from './html.ts';
import { methodBar } from './method-bar.ts';
import { posturePlace } from './posture-place.ts';
import { weightTables } from './posture-tables.ts';
import type { ReportView } from './report-view.ts';
import { trendCharts } from './trend-charts.ts';

const REST = { most: 100, whole: html`the JSON of this report has all.` };
const MOST_ACCOUNTS = 12;

/** The score of each account; one line where nothing has one. */
export function accountScores({
  report: { posture },
}: ReportView): readonly { readonly name: string; readonly score: number | null }[] {
  const accounts = posture?.accounts ?? [];
  if (accounts.length === 0) return [{ name: 'Score', score: null }];
  return accounts
    .slice(0, MOST_ACCOUNTS)
    .map(({ account, score }) => ({ name: accounts.length === 1 ? 'Score' : `Account ${account}`, score }));
}

/** How workloads get their credentials, how good that is and how that was counted, now and in past runs. */
export function posturePart(view: ReportView) {
  const { posture, trend } = view.report;
  return html`${posture === undefined ? html`<p class="quiet">The posture was left out (<code>--no-posture</code>).</p>` : now(posture, view)}
<h3>Trend</h3>${trendCharts(trend)}`;
}

function now(posture: Posture, view: ReportView) {
  if (posture.accounts.length === 0) return html`<p class="quiet">No workload identity is known yet.</p>`;
  return html`<div class="panel">${posture.accounts.map(
    (tally) =>
      html`<p class="sum-line"><span>Account ${tally.account}</span> <b>${scoreWords(tally.score)}</b>${
        tally.score === null
          ? ''
          : html` <span class="sum">= ${meanWords(tally)}: the sum of their scores, divided by their number</span>`
      }${doubtWords(tally).length === 0 ? '' : html` <span class="quiet">(${doubtWords(tally).join(', ')})</span>`}</p>`,
  )}
<p class="quiet">The score of an identity is the weight of its method, of 100, times the factor of the worst that is open on it. A grant scores what the worst identity does that it lets in: each association and each role once.</p>
<details class="place"><summary>Weights and factors</summary>${weightTables()}</details></div>
<h3>By method</h3>${methods(posture, view)}
<h3>By cluster</h3><div class="panel places">${postureGroups(posture).map((group) => posturePlace(group, REST))}</div>`;
}

function methods({ identities }: Posture, { before }: ReportView) {
  const counts = Object.fromEntries(
    IDENTITY_METHODS.map((method) => [method, identities.filter((one) => one.method === method).length]),
  );
  const rows = IDENTITY_METHODS.filter(
    (method) => (counts[method] ?? 0) + (before?.methods[method] ?? 0) > 0,
  );
  if (rows.length === 0) return html`<p class="quiet">No identity is scored.</p>`;
  return html`<div class="panel">${methodBar(counts)}
<table class="data methods"><thead><tr><th scope="col">Method</th><th scope="col">Identities</th>${before === undefined ? '' : html`<th scope="col">Change</th>`}<th scope="col">Weight</th><th scope="col">Why that weight</th></tr></thead>
<tbody>${rows.map((method) => {
    const count = counts[method] ?? 0;
    return html`<tr><th scope="row"><i class="m-${method}"></i>${method}</th><td>${figure(count)}</td>${
      before === undefined ? '' : html`<td>${change(count, before.methods[method] ?? 0) ?? 'same'}</td>`
    }<td>${METHOD_WEIGHTS[method].percent}</td><td class="quiet">${METHOD_WEIGHTS[method].because}</td></tr>`;
  })}</tbody></table></div>`;
}
