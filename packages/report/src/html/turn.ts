import { isRead, type Opening } from '@podguard/core';
import { personOf } from '../person.ts';
import { html } from './html.ts';
import { absolute, ago, toolWords } from './words.ts';

/** Who did it, and what they acted as or through. */
export function who(turn: Opening) {
  // Who made it so, the account does not tell.
  if (isRead(turn)) return html`<span class="who">a read of the account (who did it is not known)</span>`;
  const { name, as } = personOf(turn);
  const by = [as.join(', '), turn.tool === null ? '' : toolWords(turn.tool)]
    .filter((part) => part !== '')
    .join(' · ');
  return html`<span class="who" title="${turn.actor}"><b>${name}</b>${by === '' ? '' : html` <span>(${by})</span>`}</span>`;
}

/** How long ago it was; the time itself is beside it. */
export function when(at: string, now: Date) {
  return html`<time datetime="${at}" title="${absolute(at)}">${ago(now, at)}</time>`;
}
