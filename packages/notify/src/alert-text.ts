import type { Transition } from '@podguard/core';
import type { Alert } from './alert.ts';
import { digestLines } from './digest-text.ts';
import { inert } from './inert.ts';
import { remediationLines } from './remediation-text.ts';
import { shadowLines } from './shadow-text.ts';
import { transitionText, whoWords } from './transition-text.ts';
import { headline } from './type-words.ts';
import type { Wording } from './wording.ts';

/** So many are told whole; of the others a line each. */
const WHOLE = 5;
const LINE = 200;

/** The alert as a person reads it. */
export function alertText(alert: Alert, wording: Wording): string {
  return `${linesOf(alert, wording).join('\n')}\n`;
}

function linesOf(alert: Alert, wording: Wording): readonly string[] {
  switch (alert.kind) {
    case 'transitions':
      return transitionsLines(alert.transitions, wording);
    case 'digest':
      return digestLines(alert.digest, wording);
    case 'remediation':
      return remediationLines(alert, wording);
    case 'shadow-report':
      return shadowLines(alert.report, wording);
  }
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
