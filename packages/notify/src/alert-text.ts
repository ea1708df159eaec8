import { SEVERITIES, type Transition } from '@podguard/core';
import { plain } from '@podguard/report';
import type { Alert } from './alert.ts';
import type { Digest } from './digest.ts';
import { inert } from './inert.ts';
import { transitionText, whoWords } from './transition-text.ts';
import { headline } from './type-words.ts';
import type { Wording } from './wording.ts';

/** So many are told whole; of the others a line each. */
const WHOLE = 5;
const LINE = 200;

/** The alert as a person reads it. */
export function alertText(alert: Alert, wording: Wording): string {
  const lines =
    alert.kind === 'digest'
      ? digestLines(alert.digest, wording)
      : transitionsLines(alert.transitions, wording);
  return `${lines.join('\n')}\n`;
}

function transitionsLines(transitions: readonly Transition[], wording: Wording): readonly string[] {
  const [first] = transitions;
  const count = transitions.length;
  const whole = transitions.slice(0, WHOLE).map((one) => transitionText(one, wording));
  const rest = transitions.slice(WHOLE);
  return [
    ...(count > 1 && first !== undefined ? [`${count} findings by one ${causeWords(first)}`, ''] : []),
    whole.join('\n\n- - -\n\n'),
    ...(rest.length === 0 ? [] : ['', '- - -', '', ...rest.map(lineOf)]),
    '',
    ...(first === undefined
      ? []
      : [`All of it: podguard explain ${inert(first.finding.id, LINE)} --store ${wording.store}`]),
    `All that is open: podguard report --store ${wording.store}`,
  ];
}

function causeWords(first: Transition): string {
  return first.cause === 'exemption'
    ? `exemption, of ${inert((first.ended?.exemption ?? first.finding.exemption)?.author ?? first.by.actor, LINE)}`
    : `record, by ${whoWords(first)}`;
}

function lineOf(transition: Transition): string {
  const { id, summary } = transition.finding;
  return `${headline(transition)}: ${inert(summary, LINE)} (${inert(id, LINE)})`;
}

function digestLines(digest: Digest, wording: Wording): readonly string[] {
  const { title, account, report, reportLink, notes, ended, rules, moreRules, worst } = digest;
  return [
    inert(title, LINE),
    `Account ${inert(account, LINE)}. ${openWords(digest)}${ended > 0 ? `; ended: ${ended}` : ''}`,
    ...(notes.length === 0 ? [] : ['', ...notes.map((note) => `Note: ${inert(note, LINE * 2)}`)]),
    ...(worst.length === 0
      ? []
      : [
          '',
          'The worst:',
          ...worst.map(
            ({ severity, summary, id }) =>
              `- ${severity.toUpperCase()}: ${inert(summary, LINE)} (${inert(id, LINE)})`,
          ),
        ]),
    ...(rules.length === 0
      ? []
      : [
          '',
          'By rule:',
          ...rules.map(
            ({ rule, severity, open, ended: gone }) =>
              `- ${inert(rule, LINE)} (${severity}): ${open} open${gone > 0 ? `, ${gone} ended` : ''}`,
          ),
          ...(moreRules > 0 ? [`- and ${moreRules} more rules`] : []),
        ]),
    '',
    ...(report === null ? [] : [`The report: ${plain(report)}`]),
    ...(reportLink === undefined ? [] : [`To open it within a few hours: ${plain(reportLink)}`]),
    `All that is open: podguard report --store ${wording.store}`,
  ];
}

/** The open ones of a digest by severity, the worst first. */
export function openWords({ open }: Pick<Digest, 'open'>): string {
  const some = SEVERITIES.toReversed().filter((severity) => open[severity] > 0);
  if (some.length === 0) return 'Nothing of this is open';
  return `Open: ${some.map((severity) => `${open[severity]} ${severity}`).join(', ')}`;
}
