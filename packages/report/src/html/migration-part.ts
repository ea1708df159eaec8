import type { MigrationProgress } from '../account-report.ts';
import { placeWords } from '../posture-words.ts';
import { counted } from './counts.ts';
import { html } from './html.ts';
import { methodBar, methodKeys } from './method-bar.ts';
import type { ReportView } from './report-view.ts';
import { shorten } from './words.ts';

const MOST_LEFT = 50;

/** How far each cluster is from having only identities of the pods' own. */
export function migrationPart({ report: { migration } }: ReportView) {
  if (migration.length === 0) return html`<p class="quiet">No cluster is known yet.</p>`;
  return html`<p class="quiet">How many of a cluster's identities are the pods' own: by Pod Identity, IRSA, or a role behind one of them.</p>
<ul class="rows">${migration.map((one) => html`<li class="panel">${progress(one)}</li>`)}</ul>`;
}

function progress({ place, methods, ownIdentity, left }: MigrationProgress) {
  const name = html`<b class="name" title="${place.cluster ?? place.issuer ?? ''}">${shorten(placeWords(place), place.account)}</b>`;
  if (ownIdentity === null)
    return html`<p class="sum-line">${name} <span class="quiet">no identity is known</span></p>`;
  const rest = left.length - MOST_LEFT;
  return html`<p class="sum-line ends">${name} <span><b>${percent(ownIdentity)}</b> of the pods’ own</span></p>${methodBar(methods)}${methodKeys(methods)}${
    left.length === 0
      ? html`<p class="quiet">Done: nothing is left to move.</p>`
      : html`<details class="more"><summary>${counted(left.length, 'identity', 'identities')} left to move, the worst first</summary><ul class="lines">${left
          .slice(0, MOST_LEFT)
          .map(
            (one) => html`<li>${one}</li>`,
          )}</ul>${rest > 0 ? html`<p class="quiet">And ${counted(rest, 'more', 'more')}.</p>` : ''}</details>`
  }`;
}

/** Rounded down: 100 % is said of what is done. */
function percent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}
