import type { Transition } from '@podguard/core';
import { cut, inert } from '../inert.ts';
import { reasonFacts, timeWords, whoWords } from '../transition-text.ts';
import { headline } from '../type-words.ts';
import {
  escapeMarkup,
  factLines,
  isShortEnough,
  paragraph,
  rich,
  type SlackContent,
  words,
} from './blocks.ts';
import { markOf } from './marks.ts';
import { stateOf, titleOf } from './part.ts';

const LINE = 200;

/** What came later of findings of one message, for its thread. */
export function replyMessage(transitions: readonly [Transition, ...Transition[]]): SlackContent {
  const text = textOf(transitions);
  const whole = { text, blocks: transitions.map((one) => partOf(one, 4)) };
  return isShortEnough(whole) ? whole : { text, blocks: transitions.map((one) => partOf(one, 0)) };
}

function partOf(transition: Transition, facts: number) {
  const { finding, severity, cause } = transition;
  const mark = markOf({ state: stateOf(finding), severity });
  return rich(
    paragraph(words(`${mark} ${headline(transition)}: ${titleOf(finding)}`, { bold: true })),
    ...factLines([
      ...reasonFacts(transition).slice(0, facts),
      // Of an exemption the facts say whose it is.
      ...(cause === 'exemption' ? [] : [{ label: 'By', text: whoWords(transition) }]),
      { label: 'At', text: timeWords(transition.at) },
    ]),
  );
}

function textOf([first, ...others]: readonly [Transition, ...Transition[]]): string {
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return escapeMarkup(`${headline(first)}: ${cut(inert(first.finding.summary, LINE), LINE)}${more}`);
}
