import type { MigrationProgress } from '../account-report.ts';
import { ownWords, placeAmong } from '../posture-words.ts';
import { counted } from './counts.ts';
import { html } from './html.ts';
import { methodBar, methodKeys } from './method-bar.ts';
import type { ReportView } from './report-view.ts';
import { shorten } from './words.ts';

const MOST_LEFT = 50;

/** How far each cluster is from having only identities of the pods' own. */
export function migrationPart({ report: { migration }, accounts }: ReportView) {
  if (migration.length === 0) return html`<p class="quiet">No cluster is known yet.</p>`;
  return html`<p class="quiet">How many of a cluster's identities are the pods' own: by Pod Identity, IRSA, or a role behind one of them. An operator that hands secrets on counts by how it gets its own.</p>
<ul class="rows">${migration.map((one) => html`<li class="panel">${progress(one, accounts)}</li>`)}</ul>`;
}

function progress(one: MigrationProgress, accounts: ReadonlySet<string>) {
  const { place, methods, ownIdentity, unknown, left } = one;
  const name = html`<b class="name" title="${place.cluster ?? place.issuer ?? ''}">${shorten(placeAmong(place, accounts), place.account)}</b>`;
  if (ownIdentity === null)
    return html`<p class="sum-line">${name} <span class="quiet">no identity is known${unknown === 0 ? '' : `; of ${unknown} nobody knows`}</span></p>`;
  const rest = left.length - MOST_LEFT;
  return html`<p class="sum-line ends">${name} <span><b>${ownWords(one)}</b>${unknown === 0 ? ' of the pods’ own' : ''}</span></p>${methodBar(methods)}${methodKeys(methods)}${
    left.length === 0
      ? html`<p class="quiet">Of those that are known none is left to move; ${unknown === 0 ? 'whether they may do too much, the findings say' : 'the posture names the others'}.</p>`
      : html`<details class="more"><summary>${counted(left.length, 'identity', 'identities')} left to move, the worst first</summary><ul class="lines">${left
          .slice(0, MOST_LEFT)
          .map(
            (one) => html`<li>${one}</li>`,
          )}</ul>${rest > 0 ? html`<p class="quiet">And ${counted(rest, 'more', 'more')}.</p>` : ''}</details>`
  }`;
}
