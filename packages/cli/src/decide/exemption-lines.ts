import { type Exemption, type Finding, isInForce, scopeWords } from '@podguard/core';
import { endsSoonWords, plain, type Style, time } from '@podguard/report';

export type ExemptionStatus = 'in-force' | 'to-come' | 'expired' | 'removed';

export function statusOf(exemption: Exemption, at: Date): ExemptionStatus {
  if (exemption.removed !== undefined) return 'removed';
  if (isInForce(exemption, at)) return 'in-force';
  return exemption.since > at.toISOString() ? 'to-come' : 'expired';
}

const STATUS_WORDS: Readonly<Record<ExemptionStatus, string>> = {
  'in-force': 'in force',
  'to-come': 'to come',
  expired: 'expired',
  removed: 'removed',
};

/** One exemption as `exempt list` shows it: what it is about, until when, who decided it and why. */
export function exemptionLines(exemption: Exemption, findings: number, at: Date, style: Style): string {
  const { id, since, until, author, reason, origin, removed } = exemption;
  const status = statusOf(exemption, at);
  const soon = status === 'in-force' ? endsSoonWords(exemption, at) : null;
  const holds = status === 'in-force' ? `  ${countWords(findings)}` : '';
  const state = [STATUS_WORDS[status], ...(soon === null ? [] : [soon])].join(', ');
  const lines = [
    `${style.strong(plain(id))}  ${soon === null ? state : style.strong(state)}${holds}`,
    `    ${plain(scopeWords(exemption))}`,
    `    ${plain(`${time(since)} to ${time(until)}, by ${author} (${ORIGIN_WORDS[origin]})`)}`,
    ...(removed === undefined ? [] : [`    ${plain(`removed ${time(removed.at)} by ${removed.by}`)}`]),
    `    ${plain(reason)}`,
  ];
  return lines.map((line) => `${line}\n`).join('');
}

const ORIGIN_WORDS: Readonly<Record<Exemption['origin'], string>> = {
  configuration: 'podguard.config.ts',
  cli: 'command line',
  slack: 'Slack',
};

/** A finding in one line. */
export function findingLine({ id, severity, rule, resource }: Finding, style: Style): string {
  return `  ${style.severity[severity](severity.toUpperCase().padEnd(8))}  ${plain(`${id}  ${rule}  ${resource.key}`)}\n`;
}

/** Of an exemption that cannot be read. */
export function unreadableWords({ message }: Error): string {
  return `podguard: it exempts nothing: ${plain(message.replace(/\s+/g, ' '))}\n`;
}

export function countWords(count: number): string {
  return `${count} finding${count === 1 ? '' : 's'}`;
}
