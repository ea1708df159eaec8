import { SEVERITIES } from '@podguard/core';
import { plain } from '@podguard/report';
import type { Digest } from '../digest.ts';
import { openWords } from '../digest-text.ts';
import { cut, inert } from '../inert.ts';
import type { Wording } from '../wording.ts';
import {
  bullets,
  code,
  escapeMarkup,
  factLines,
  header,
  isShortEnough,
  link,
  paragraph,
  plainText,
  quote,
  rich,
  type SlackContent,
  smallPrint,
  words,
} from './blocks.ts';
import { markOf } from './marks.ts';

const TEXT = 250;
const TITLE = 140;
/** Of an element of small print: https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
const LINK = 2_900;
/** How many of the worst, of the rules and of the notes are told, the most first. */
const LOOKS = [
  { worst: 5, rules: 6, notes: 10 },
  { worst: 5, rules: 5, notes: 5 },
  { worst: 3, rules: 3, notes: 2 },
] as const;

/** Many findings as one message. */
export function digestMessage(digest: Digest, wording: Wording): SlackContent {
  const text = escapeMarkup(`${openWords(digest)}. ${inert(digest.title, TEXT)}`);
  let content: SlackContent = { text, blocks: [] };
  for (const look of LOOKS) {
    content = { text, blocks: blocksOf(digest, wording, look) };
    if (isShortEnough(content)) break;
  }
  return content;
}

type Look = (typeof LOOKS)[number];

function blocksOf(digest: Digest, { store }: Wording, look: Look): SlackContent['blocks'] {
  const { account, ended, worst, report, reportLink, notes } = digest;
  const worstOpen = SEVERITIES.findLast((severity) => digest.open[severity] > 0);
  const mark = markOf(
    worstOpen === undefined ? { state: 'ended', severity: 'low' } : { state: 'open', severity: worstOpen },
  );
  const shown = worst.slice(0, look.worst);
  const items = shown.map(({ severity, summary, id }) => [
    words(`${markOf({ state: 'open', severity })} ${severity.toUpperCase()}  `, { bold: true }),
    words(`${inert(summary, TEXT)} (${inert(id, TEXT)})`),
  ]);
  const all = `podguard report --store ${inert(store, TEXT)}`;
  return [
    header(`${mark} ${cut(inert(digest.title, TITLE), TITLE)}`),
    rich(
      paragraph(words(openWords(digest), { bold: true }), words(ended > 0 ? `; ended: ${ended}` : '.')),
      ...factLines([{ label: 'Account', text: inert(account, TEXT) }]),
      ...notes.slice(0, look.notes).map((note) => quote(inert(note, TEXT * 2))),
      ...(items.length === 0 ? [] : [paragraph(words('The worst', { bold: true })), ...bullets(items)]),
      ...ruleElements(digest, look),
      paragraph(words('All that is open', { bold: true })),
      code(report === null ? all : `${all}\n${cut(plain(report), TEXT * 2)}`),
    ),
    ...(reportLink === undefined || reportLink.length > LINK
      ? []
      : [
          smallPrint(
            plainText('The report, to be opened within a few hours:'),
            link(reportLink, 'report.html'),
          ),
        ]),
  ];
}

function ruleElements({ rules, moreRules }: Digest, look: Look) {
  const shown = rules.slice(0, look.rules);
  if (shown.length === 0) return [];
  const left = rules.length - shown.length + moreRules;
  const items = shown.map(({ rule, severity, open, ended }) => [
    words(`${inert(rule, TEXT)} (${severity}): ${open} open${ended > 0 ? `, ${ended} ended` : ''}`),
  ]);
  return [
    paragraph(words('By rule', { bold: true })),
    ...bullets(left > 0 ? [...items, [words(`and ${left} more rules`)]] : items),
  ];
}
