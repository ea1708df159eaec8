import { isUndoable } from '@podguard/report';
import { cut, inert } from '../inert.ts';
import {
  callWords,
  foreignLog,
  isContested,
  logOf,
  type RemediationAlert,
  remediationFacts,
  remediationSummary,
  remediationTitle,
} from '../remediation-facts.ts';
import { isUndecided, planText } from '../remediation-text.ts';
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
  type RichElement,
  rich,
  type SlackBlock,
  type SlackContent,
  smallPrint,
  words,
} from './blocks.ts';
import { markOf } from './marks.ts';
import { reviewButtons } from './review-buttons.ts';

const LINE = 200;
const TITLE = 150;
/** How much of each part is shown, the most first: the first that Slack takes is sent. */
const LOOKS = [
  { changes: 2_800, text: 400, items: 10, log: 6 },
  { changes: 1_500, text: 300, items: 6, log: 6 },
  { changes: 800, text: 200, items: 4, log: 5 },
  { changes: 300, text: 120, items: 2, log: 3 },
] as const;

type Look = (typeof LOOKS)[number];

export interface PlanRendering {
  readonly wording: Wording;
  readonly actions: boolean;
}

/** A remediation's plan, and what has become of it: a message that is edited as it goes on. */
export function planMessage(alert: RemediationAlert, rendering: PlanRendering): SlackContent {
  const text = planLine(alert);
  let content: SlackContent = { text, blocks: [] };
  for (const look of LOOKS) {
    content = { text, blocks: blocksOf(alert, rendering, look) };
    if (isShortEnough(content)) break;
  }
  return content;
}

/** One line for a phone's lock screen; markup is read in it. */
export function planLine(alert: RemediationAlert): string {
  return escapeMarkup(`${remediationTitle(alert)}: ${cut(remediationSummary(alert), TITLE)}`);
}

/** Beside the words, for whoever scrolls. */
export function planMark(remediation: RemediationAlert['remediation']): string {
  const { status, severity } = remediation;
  if (status === 'verified') return markOf({ state: 'ended', severity });
  const isUrgent = status === 'proposed' || status === 'failed' || isContested(remediation);
  return markOf({ state: isUrgent ? 'open' : 'exempt', severity });
}

function blocksOf(
  alert: RemediationAlert,
  { wording, actions }: PlanRendering,
  look: Look,
): readonly SlackBlock[] {
  const { remediation } = alert;
  const { id, plan, status, foreign, rule } = remediation;
  const mark = planMark(remediation);
  const start = `${mark} ${remediationTitle(alert)}: `;
  const log = [...logOf(remediation), ...foreignLog(foreign)].slice(-look.log);
  const isOpen = isUndecided(status);
  const facts = remediationFacts(alert).map(({ label, text }) => ({ label, text: cut(text, look.text) }));
  const summary = remediationSummary(alert);
  // The headline has it already where there is room for it.
  const isCut = start.length + summary.length > TITLE;
  const head: readonly RichElement[] = [
    ...(isCut ? [paragraph(words(cut(summary, look.text)))] : []),
    ...log.map((line) => quote(cut(line, look.text))),
  ];
  return [
    header(`${start}${cut(summary, TITLE - start.length)}`),
    ...(head.length === 0 ? [] : [rich(...head)]),
    rich(...factLines(facts)),
    ...(plan === null ? [] : planBlocks(plan, look, isOpen)),
    ...(actions ? reviewButtons(remediation) : []),
    smallPrint(
      plainText(inert(id, LINE)),
      ruleLink(rule, wording),
      plainText(commandOf(remediation, wording)),
    ),
  ];
}

function planBlocks(
  plan: NonNullable<RemediationAlert['remediation']['plan']>,
  look: Look,
  isOpen: boolean,
): readonly SlackBlock[] {
  const changes = planText(plan, look.changes);
  const elements: readonly RichElement[] = [
    ...part('What is called', plan.steps.map(callWords), look),
    ...(changes === '' ? [] : [paragraph(words('What changes', { bold: true })), code(changes)]),
    ...(isOpen ? part('What it may break', plan.mayBreak, look) : []),
    ...(isOpen ? part('To know', plan.facts, look) : []),
  ];
  return elements.length === 0 ? [] : [rich(...elements)];
}

function part(title: string, texts: readonly string[], { text, items }: Look): readonly RichElement[] {
  if (texts.length === 0) return [];
  const left = texts.length - items;
  const shown = texts.slice(0, items).map((one) => [words(inert(one, text))]);
  return [
    paragraph(words(title, { bold: true })),
    ...bullets(left > 0 ? [...shown, [words(`and ${left} more`)]] : shown),
  ];
}

function ruleLink(rule: string, { ruleOf }: Wording) {
  const url = ruleOf(rule)?.references?.find((one) => URL.canParse(one) && one.startsWith('https://'));
  return url === undefined ? plainText(inert(rule, LINE)) : link(url, inert(rule, LINE));
}

/** What goes on with it by command. */
function commandOf(remediation: RemediationAlert['remediation'], { store }: Wording): string {
  const { id, status, finding } = remediation;
  const where = `--store ${inert(store, LINE)}`;
  if (isUndoable(remediation)) return `podguard rollback ${inert(id, LINE)} ${where}`;
  if (status === 'proposed') return `podguard remediations approve ${inert(id, LINE)} ${where}`;
  return `podguard remediations ${inert(finding, LINE)} ${where}`;
}
