import { inert } from '../inert.ts';
import type { ShadowReport } from '../shadow-report.ts';
import { exampleWords, periodWords, refusedWords, shadowTitle } from '../shadow-text.ts';
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
  type SlackContent,
  smallPrint,
  words,
} from './blocks.ts';

const LINE = 200;
const LOOKS = [
  { guards: 10, newest: 10 },
  { guards: 5, newest: 3 },
] as const;

/** What shadow mode of a rule recorded, as one message. */
export function shadowMessage(report: ShadowReport, wording: Wording): SlackContent {
  const text = escapeMarkup(shadowTitle(report));
  const forms = LOOKS.map((look) => ({ text, blocks: blocksOf(report, wording, look) }));
  return forms.find(isShortEnough) ?? { text, blocks: [header(shadowTitle(report))] };
}

function blocksOf(
  report: ShadowReport,
  { store }: Wording,
  look: (typeof LOOKS)[number],
): SlackContent['blocks'] {
  const { account, refused, newest } = report;
  const part = (title: string, lines: readonly string[]) =>
    lines.length === 0
      ? []
      : [paragraph(words(title, { bold: true })), ...bullets(lines.map((line) => [words(line)]))];
  return [
    header(shadowTitle(report)),
    rich(
      paragraph(words(`${periodWords(report)}. Nothing was changed.`)),
      ...factLines([{ label: 'Account', text: inert(account, LINE) }]),
      ...part('The others it would have refused', refused.slice(0, look.guards).map(refusedWords)),
      ...part('The newest', newest.slice(0, look.newest).map(exampleWords)),
    ),
    smallPrint(plainText(`podguard remediations --store ${inert(store, LINE)}`)),
  ];
}
