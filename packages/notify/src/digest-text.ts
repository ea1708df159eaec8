import { SEVERITIES } from '@podguard/core';
import { plain } from '@podguard/report';
import type { Digest } from './digest.ts';
import { inert } from './inert.ts';
import type { Wording } from './wording.ts';

const LINE = 200;

/** A digest as a person reads it. */
export function digestLines(digest: Digest, wording: Wording): readonly string[] {
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
