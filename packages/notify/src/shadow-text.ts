import { inert } from './inert.ts';
import type { ShadowExample, ShadowReport } from './shadow-report.ts';
import { timeWords } from './transition-text.ts';
import type { Wording } from './wording.ts';

const LINE = 300;

/** What shadow mode saw, on one line. */
export function shadowTitle({ rule, would, wouldPropose, total }: ShadowReport): string {
  const more = wouldPropose === 0 ? '' : `, and only proposed ${wouldPropose}`;
  const what = total === 0 ? 'nothing came up' : `auto would have remediated ${would} of ${total}${more}`;
  return `Shadow mode of ${inert(rule, LINE)}: ${what}`;
}

/** A report of shadow mode as a person reads it. */
export function shadowLines(report: ShadowReport, { store }: Wording): readonly string[] {
  const { account, refused, newest } = report;
  return [
    shadowTitle(report),
    `Account ${inert(account, LINE)}. ${periodWords(report)}. Nothing was changed.`,
    ...(refused.length === 0 ? [] : ['', 'The others it would have refused:', ...refused.map(refusedLine)]),
    ...(newest.length === 0 ? [] : ['', 'The newest:', ...newest.map(exampleLine)]),
    '',
    `To dare more, set the mode of the rule to propose or auto: docs/remediation.md. All of them: podguard remediations --store ${store}`,
  ];
}

export function periodWords({ since, until }: ShadowReport): string {
  return `From ${timeWords(since)} to ${timeWords(until)}`;
}

export function refusedWords({ guard, count }: ShadowReport['refused'][number]): string {
  return `${count} by ${inert(guard, LINE)}`;
}

export function exampleWords({ id, at, summary, wouldBe, refusal }: ShadowExample): string {
  const came = refusal === null ? CAME[wouldBe] : `refused: ${inert(refusal, LINE)}`;
  return `${timeWords(at)}: ${inert(summary, LINE)}; ${came} (${inert(id, LINE)})`;
}

const CAME: Readonly<Record<ShadowExample['wouldBe'], string>> = {
  applied: 'would have been applied',
  proposed: 'would only have been proposed',
  refused: 'would have been refused',
};

function refusedLine(one: ShadowReport['refused'][number]): string {
  return `- ${refusedWords(one)}`;
}

function exampleLine(one: ShadowExample): string {
  return `- ${exampleWords(one)}`;
}
