import type { Finding, Remediation } from '@podguard/core';
import {
  approvalWords,
  foreignWords,
  plain,
  remediationHeadline,
  type Style,
  time,
  turnWords,
} from '@podguard/report';
import { type Page, prose, section } from './sections.ts';

/** What it is called, and about which finding. */
export function headLines(
  one: Pick<Remediation, 'id' | 'finding' | 'rule' | 'plan'>,
  headline: string,
  page: Page,
): readonly string[] {
  const { style } = page;
  const of = [one.finding, one.rule, one.plan?.remediator ?? 'no plan', one.id].filter((text) => text !== '');
  const lines = prose([`${headline}: ${one.plan?.summary ?? one.rule}`], page);
  return [...lines.map(style.strong), style.faint(plain(of.join(' · '))), ''];
}

/** What has become of it: its turns, and what others did meanwhile. */
export function storyLines(one: Remediation, page: Page): readonly string[] {
  return [
    ...headLines(one, remediationHeadline(one), page),
    ...section('What was done', prose(turnsOf(one), page, '- '), page),
    ...section('Changed by others meanwhile', prose(one.foreign.map(foreignWords), page, '- '), page),
    ...(one.restoredKey === null
      ? []
      : section('It was made anew, and is called', prose([one.restoredKey], page), page)),
  ];
}

function turnsOf({ history, plan }: Remediation): readonly string[] {
  return history.map((turn) => turnWords(turn, plan?.summary));
}

/** One remediation in a list. */
export function listedLines(one: Remediation, style: Style): string {
  const { id, status, createdAt, finding, rule, mode, forced, plan, key, undone, foreign, history } = one;
  const last = history.at(-1);
  const lines = [
    `${style.strong(plain(id))}  ${statusWords(one, style)}  ${time(createdAt)}  ${plain(finding)}  ${style.faint(mode)}${forced ? `  ${style.severity.high('forced')}` : ''}`,
    `    ${plain(`${plan?.remediator ?? 'no plan'} on ${plan?.target.key ?? key}, for ${rule}`)}`,
    ...(plan === null ? [] : [`    ${plain(plan.summary)}`]),
    `    ${plain(`approved by ${approvalWords(one)}`)}`,
    ...(status === 'undone' && undone !== null
      ? [
          `    ${plain(`undone ${time(undone.endedAt ?? undone.startedAt)} by ${last?.by ?? undone.principal}`)}`,
        ]
      : []),
    ...foreign.map((change) => `    ${style.severity.high(plain(foreignWords(change)))}`),
    ...(last === undefined || status === 'undone'
      ? []
      : [`    ${style.faint(plain(turnsOf(one).at(-1) ?? ''))}`]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function statusWords({ status }: Remediation, { good, strong, severity, faint }: Style): string {
  if (status === 'verified' || status === 'undone') return good(status);
  if (status === 'failed') return severity.high(status);
  return status === 'shadow' || status === 'refused' ? faint(status) : strong(status);
}

/** Why nothing can be done about a finding by command. */
export function unmendableWords({ id, rule }: Pick<Finding, 'id' | 'rule'>): string {
  return `nothing repairs findings of ${rule} by itself; podguard explain ${id} says how it is mended by hand`;
}
