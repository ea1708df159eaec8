import { doubtWords, meanWords, type PostureGroup, placeWords, scoreWords } from '../posture-words.ts';
import { html } from './html.ts';
import { identitiesTable, type Rest, unknownTable } from './posture-tables.ts';
import { shorten } from './words.ts';

/** A cluster with its score and the arithmetic, and on demand its identities; `rest` says how many it has, and where all are. */
export function posturePlace({ tally, identities, unknown }: PostureGroup, rest: Rest) {
  const { account, cluster, issuer, score } = tally;
  const key = cluster ?? issuer ?? '';
  const methods = Object.entries(tally.methods).map(([method, count]) => `${count} ${method}`);
  return html`<details class="place" data-key="posture ${account} ${key}">
  <summary><span class="name" title="${key}">${shorten(placeWords(tally), account)}</span>
    ${score === null ? '' : html`<meter min="0" max="100" value="${String(score)}" aria-hidden="true"></meter>`}
    <b>${scoreWords(score)}</b>${score === null ? '' : html` <span class="sum">= ${meanWords(tally)}</span>`}
    <span class="meta">${[`account ${account}`, ...methods, ...doubtWords(tally)].map((text) => html`<span>${text}</span>`)}</span></summary>
  ${identities.length === 0 ? '' : identitiesTable(identities, rest)}
  ${unknown.length === 0 ? '' : unknownTable(unknown, rest)}
</details>`;
}
