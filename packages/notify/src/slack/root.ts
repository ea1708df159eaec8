import { cut, inert } from '../inert.ts';
import type { Wording } from '../wording.ts';
import {
  bullets,
  escapeMarkup,
  factLines,
  header,
  isShortEnough,
  paragraph,
  plainText,
  rich,
  type SlackBlock,
  type SlackContent,
  smallPrint,
  words,
} from './blocks.ts';
import { markOf } from './marks.ts';
import { gravityOf, type Part } from './part.ts';
import { byFacts, type Look, partBlocks, partLine } from './part-blocks.ts';

const LINES = 20;
const TEXT = 200;

/** How many findings are told whole, and how much of each, the most first: the first that Slack takes is sent. Others have a line. */
const LOOKS = [
  ...[5, 4, 3, 2, 1].map((whole) => ({ whole, text: 700, facts: 12, lines: LINES })),
  { whole: 1, text: 200, facts: 6, lines: LINES },
  { whole: 0, text: 0, facts: 0, lines: LINES },
  { whole: 0, text: 0, facts: 0, lines: 5 },
] as const;

export interface Rendering {
  readonly wording: Wording;
  readonly actions: boolean;
}

/** The message of these findings, which one record opened. */
export function partsMessage(
  parts: readonly [Part, ...Part[]],
  { wording, actions }: Rendering,
): SlackContent {
  const text = lineOf(parts);
  const [first] = parts;
  const alone = parts.length === 1;
  const who = alone || parts.some((part) => part.who !== first.who || part.when !== first.when);
  let content: SlackContent = { text, blocks: [] };
  for (const { whole, lines, ...look } of LOOKS) {
    const shown = { whole, lines, wording, look: { ...look, alone, who, actions } };
    content = { text, blocks: blocksOf(parts, shown) };
    if (isShortEnough(content)) break;
  }
  return content;
}

interface Shown {
  readonly whole: number;
  readonly lines: number;
  readonly look: Look;
  readonly wording: Wording;
}

function blocksOf(
  parts: readonly [Part, ...Part[]],
  { whole, lines, look, wording }: Shown,
): readonly SlackBlock[] {
  const all = whole === 0 ? [] : shownWhole(parts, whole);
  const rest = parts.filter((part) => !all.includes(part));
  const [first] = parts;
  const isLater = parts.some(({ log }) => log.length > 0);
  return [
    header(headOf(parts)),
    ...(look.who ? [] : [rich(...factLines(byFacts(first, isLater)))]),
    ...all.flatMap((part): SlackBlock[] => [
      ...(look.alone ? [] : [{ type: 'divider' as const }]),
      ...partBlocks(part, look),
    ]),
    ...(rest.length === 0
      ? []
      : [
          ...(all.length === 0 ? [] : [{ type: 'divider' as const }]),
          rich(
            ...(all.length === 0 ? [] : [paragraph(words(`${rest.length} more, in short`, { bold: true }))]),
            ...bullets(rest.slice(0, lines).map(partLine)),
            ...(rest.length > lines ? [paragraph(words(`and ${rest.length - lines} more`))] : []),
          ),
        ]),
    smallPrint(
      plainText(`podguard explain ${inert(first.finding, TEXT)} --store ${inert(wording.store, TEXT)}`),
    ),
  ];
}

/** What is open is told before what is over. */
function shownWhole(parts: readonly Part[], whole: number): readonly Part[] {
  if (parts.length === 1) return parts;
  return parts.filter(({ state }) => state === 'open').slice(0, whole);
}

/** What people see first. */
function headOf(parts: readonly [Part, ...Part[]]): string {
  const worst = gravest(parts);
  const end = parts.length > 1 ? ` and ${parts.length - 1} more` : '';
  const start = `${markOf(worst)} ${worst.headline}: `;
  return `${start}${cut(worst.title, 150 - start.length - end.length)}${end}`;
}

/** One line for a phone's lock screen; markup is read in it. */
function lineOf(parts: readonly [Part, ...Part[]]): string {
  const worst = gravest(parts);
  const more = parts.length > 1 ? ` and ${parts.length - 1} more` : '';
  return escapeMarkup(
    `${worst.headline}: ${cut(worst.summary, TEXT)}${more}. By ${cut(worst.who, TEXT / 2)}`,
  );
}

function gravest(parts: readonly [Part, ...Part[]]): Part {
  return parts.reduce((a, b) => (gravityOf(b) > gravityOf(a) ? b : a));
}
