import type { Transition } from '@podguard/core';
import { cut, inert } from '../inert.ts';
import { type Fact, reasonFacts, timeWords, whoWords } from '../transition-text.ts';
import { headline } from '../type-words.ts';
import {
  bullets,
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
const LINES = 20;

/** What came later of findings of one message, for its thread. */
export function replyMessage(transitions: readonly [Transition, ...Transition[]]): SlackContent {
  const text = textOf(transitions);
  const [first] = transitions;
  const forms = [
    ...[4, 0].map((facts) => transitions.map((one) => partOf(one, facts))),
    ...[LINES, 5].map((lines) => [
      rich(
        ...bullets(transitions.slice(0, lines).map((one) => [words(titleWords(one), { bold: true })])),
        ...(transitions.length > lines ? [paragraph(words(`and ${transitions.length - lines} more`))] : []),
        ...factLines(whenFacts(first)),
      ),
    ]),
  ].map((blocks) => ({ text, blocks }));
  return forms.find(isShortEnough) ?? forms.at(-1)!;
}

function partOf(transition: Transition, facts: number) {
  return rich(
    paragraph(words(titleWords(transition), { bold: true })),
    ...factLines([...reasonFacts(transition).slice(0, facts), ...whenFacts(transition)]),
  );
}

function titleWords(transition: Transition): string {
  const { finding, severity } = transition;
  const mark = markOf({ state: stateOf(finding), severity });
  return `${mark} ${headline(transition)}: ${titleOf(finding)}`;
}

function whenFacts(transition: Transition): readonly Fact[] {
  return [
    // Of an exemption the facts say whose it is.
    ...(transition.cause === 'exemption' ? [] : [{ label: 'By', text: whoWords(transition) }]),
    { label: 'At', text: timeWords(transition.at) },
  ];
}

function textOf([first, ...others]: readonly [Transition, ...Transition[]]): string {
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return escapeMarkup(`${headline(first)}: ${cut(inert(first.finding.summary, LINE), LINE)}${more}`);
}
