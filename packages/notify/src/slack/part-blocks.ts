import { cut, inert } from '../inert.ts';
import type { Fact } from '../transition-text.ts';
import { SLACK_ACTIONS, toActionValue } from './action-value.ts';
import {
  type Button,
  code,
  factLines,
  link,
  paragraph,
  plainText,
  quote,
  type RichElement,
  type RichWords,
  rich,
  type SlackBlock,
  smallPrint,
  words,
} from './blocks.ts';
import { markOf } from './marks.ts';
import type { Part } from './part.ts';

const LINE = 200;
const LABEL = 75;

export interface Look {
  /** Whether it is the only one of its message, which has its title above. */
  readonly alone: boolean;
  /** Whether who did it is told here, and not for all above. */
  readonly who: boolean;
  /** Whether buttons are shown. */
  readonly actions: boolean;
  /** How long a text may be, and how many facts there may be. */
  readonly text: number;
  readonly facts: number;
}

/** A finding with all that is told of it. */
export function partBlocks(part: Part, look: Look): readonly SlackBlock[] {
  const { state, summary, facts, mend, log } = part;
  const isOpen = state === 'open';
  const told = facts.slice(0, look.facts).map(({ label, text }) => ({ label, text: cut(text, look.text) }));
  const shown = isOpen || log.length === 0 ? told : told.filter(({ label }) => OF_THE_PLACE.has(label));
  const by = look.who ? byFacts(part, log.length > 0) : [];
  return [
    rich(
      ...(look.alone ? [] : [paragraph(...titleWords(part))]),
      paragraph(words(cut(summary, look.text), state === 'ended' ? { strike: true } : undefined)),
      ...log.map((line): RichElement => quote(cut(line, look.text))),
    ),
    ...(by.length + shown.length === 0 ? [] : [rich(...factLines([...by, ...shown]))]),
    ...(isOpen && mend !== ''
      ? [rich(paragraph(words('Mend', { bold: true })), code(cut(mend, look.text * 2)))]
      : []),
    ...buttonsOf(part, look),
    smallPrint(
      plainText(inert(part.finding, LINE)),
      part.link === null ? plainText(inert(part.rule, LINE)) : link(part.link, inert(part.rule, LINE)),
    ),
  ];
}

/** Of what has ended, how it was decided is of no more use. */
const OF_THE_PLACE: ReadonlySet<string> = new Set(['Where', 'Owner']);

/** Who did it; where more came later, that it was they who began it. */
export function byFacts({ who, when }: Part, isBeginning: boolean): readonly Fact[] {
  return [
    { label: isBeginning ? 'Opened by' : 'Who', text: who },
    { label: isBeginning ? 'Opened' : 'When', text: when },
  ];
}

/** A finding on one line. */
export function partLine(part: Part): readonly RichWords[] {
  const { state, headline, summary, finding } = part;
  const text = `${cut(summary, LINE)} (${inert(finding, LINE)})`;
  return [
    words(`${markOf(part)} ${headline}  `, { bold: true }),
    words(text, state === 'ended' ? { strike: true } : undefined),
  ];
}

function titleWords(part: Part): RichWords[] {
  return [words(`${markOf(part)} ${part.headline}: ${part.title}`, { bold: true })];
}

function buttonsOf(part: Part, { actions }: Look): readonly SlackBlock[] {
  const value = toActionValue(part);
  if (!actions || part.state !== 'open' || value === undefined) return [];
  const button = (text: string, action_id: string): Button => ({
    type: 'button',
    text: plainText(text),
    action_id,
    value,
    accessibility_label: cut(`${text}: ${part.title}`, LABEL),
  });
  return [
    {
      type: 'actions',
      elements: [
        ...(part.acknowledged ? [] : [button('Acknowledge', SLACK_ACTIONS.acknowledge)]),
        button('Exempt', SLACK_ACTIONS.exempt),
      ],
    },
  ];
}
