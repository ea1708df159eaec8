import type { RemediationStatus } from '@podguard/core';
import { changeText, isUndoable, planChanges } from '@podguard/report';
import { cut, inert } from './inert.ts';
import {
  callWords,
  type RemediationAlert,
  remediationFacts,
  remediationNews,
  remediationSummary,
  remediationTitle,
} from './remediation-facts.ts';
import type { Wording } from './wording.ts';

const LINE = 400;
const CHANGES = 8_000;

/** A remediation as a person reads it in an email: what happened first, then the plan. */
export function remediationLines(alert: RemediationAlert, { store }: Wording): readonly string[] {
  const { id, plan, status, planHash } = alert.remediation;
  const news = remediationNews(alert);
  const where = `--store ${store}`;
  return [
    `${remediationTitle(alert)}: ${remediationSummary(alert)}`,
    '',
    ...news,
    ...(news.length === 0 ? [] : ['']),
    ...remediationFacts(alert).map(({ label, text }) => `${label}: ${text}`),
    ...(plan === null
      ? []
      : [
          ...list('What is called', plan.steps.map(callWords)),
          ...changeLines(plan),
          ...(isUndecided(status)
            ? [
                ...list('What it may break', plan.mayBreak.map(inertLine)),
                ...list('To know', plan.facts.map(inertLine)),
              ]
            : []),
        ]),
    '',
    ...(status === 'proposed'
      ? [
          `To approve this plan: podguard remediations approve ${inert(id, LINE)} --plan ${inert(planHash, LINE)} ${where}`,
        ]
      : []),
    ...(isUndoable(alert.remediation) ? [`To undo it: podguard rollback ${inert(id, LINE)} ${where}`] : []),
    `All of it: podguard remediations ${inert(alert.remediation.finding, LINE)} ${where}`,
  ];
}

/** What it may break is of use while it can still be decided about. */
export function isUndecided(status: RemediationStatus): boolean {
  return status === 'proposed' || status === 'approved';
}

/** The changed lines of a plan, each inert, as many as there is room for. */
export function planText(plan: Parameters<typeof planChanges>[0], length: number): string {
  const text = changeText(planChanges(plan)).slice(0, length * 2);
  return cut(text.split('\n').map(inertLine).join('\n'), length);
}

function changeLines(plan: Parameters<typeof planChanges>[0]): readonly string[] {
  const text = planText(plan, CHANGES);
  return text === '' ? [] : ['', 'What changes:', ...text.split('\n').map((line) => `  ${line}`)];
}

function list(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : ['', `${title}:`, ...items.map((item) => `- ${item}`)];
}

function inertLine(line: string): string {
  return inert(line, LINE);
}
