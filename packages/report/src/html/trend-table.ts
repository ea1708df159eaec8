import { IDENTITY_METHODS } from '@podguard/core';
import type { TrendPoint } from '../account-report.ts';
import { figure, WORST_FIRST } from './counts.ts';
import { html } from './html.ts';
import { dayOf } from './words.ts';

/** What the charts show, in numbers, the newest first. */
export function trendTable(trend: readonly TrendPoint[]) {
  const used = IDENTITY_METHODS.filter((method) => trend.some(({ methods }) => (methods[method] ?? 0) > 0));
  const heads = ['Score', ...WORST_FIRST, 'Exempt', 'Drifted', 'Not read', ...used];
  return html`<details class="more numbers"><summary>The same in numbers, run by run</summary>
<div class="wide" role="region" aria-label="The runs in numbers" tabindex="0"><table class="data figures"><thead><tr><th scope="col">Run</th>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${trend
    .toReversed()
    .map(
      ({ run, at, score, open, exempt, drifted, gaps, methods }) =>
        html`<tr><th scope="row"><time datetime="${at}" title="${run}">${dayOf(at)}</time></th>${[
          score === null ? 'none' : String(score),
          ...WORST_FIRST.map((severity) => figure(open[severity])),
          ...[exempt, drifted, gaps, ...used.map((method) => methods[method] ?? 0)].map(figure),
        ].map((cell) => html`<td>${cell}</td>`)}</tr>`,
    )}</tbody></table></div></details>`;
}
