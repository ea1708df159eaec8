import { severityRank, type Transition } from '@podguard/core';
import { personOf } from '@podguard/report';
import type { Alert } from './alert.ts';
import type { Digest } from './digest.ts';
import { openWords } from './digest-text.ts';
import { ascii, inert } from './inert.ts';
import { remediationPlace, remediationSummary, remediationTitle } from './remediation-facts.ts';
import { nameOf } from './resource-words.ts';
import { shadowTitle } from './shadow-text.ts';
import { callOf } from './transition-text.ts';
import { headline, isGoodNews } from './type-words.ts';

/**
 * A subject has less than 100 characters, no line breaks and no control characters; other than ASCII is not shown everywhere.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
const SUBJECT = 99;
/** Two parts of a text message: https://docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html */
const SMS = 300;

export function subjectOf(alert: Alert): string {
  if (alert.kind === 'digest') return digestLine(alert.digest, '', ` (${alert.digest.account})`, SUBJECT);
  if (alert.kind === 'remediation') {
    const name = nameOf({ resource: remediationPlace(alert) });
    const summary = remediationSummary(alert);
    const where = summary.includes(name) ? '' : ` [${name}]`;
    return fitted(`${remediationTitle(alert)}: `, `${summary}${where}`, '', SUBJECT);
  }
  if (alert.kind === 'shadow-report') return fitted('', shadowTitle(alert.report), '', SUBJECT);
  const first = gravest(alert.transitions);
  const { finding } = first;
  return fitted(`${headline(first)}: `, `${finding.title} [${nameOf(finding)}]`, more(alert), SUBJECT);
}

/** What happened and who did it, for the smallest of screens. */
export function smsText(alert: Alert): string {
  if (alert.kind === 'digest') return digestLine(alert.digest, 'Podguard: ', '', SMS);
  if (alert.kind === 'remediation') {
    const { id, finding } = alert.remediation;
    const start = `Podguard ${remediationTitle(alert)}: `;
    return fitted(start, remediationSummary(alert), `. ${id} for ${finding}`, SMS);
  }
  if (alert.kind === 'shadow-report') return fitted('Podguard: ', shadowTitle(alert.report), '', SMS);
  const first = gravest(alert.transitions);
  const { finding } = first;
  const who = inert(personOf(callOf(first)).name, 60);
  const end = `${more(alert)}. By ${who}. ${finding.id}`;
  return fitted(`Podguard ${headline(first)}: `, finding.summary, end, SMS);
}

function digestLine(digest: Digest, start: string, end: string, length: number): string {
  return fitted(`${start}${openWords(digest)}. `, digest.title, end, length);
}

/** The middle gives way, so that what comes after it is not cut off. */
function fitted(start: string, middle: string, end: string, length: number): string {
  const [a, b, c] = [start, middle, end].map((text) => ascii(inert(text, 1_000))) as [string, string, string];
  const room = Math.max(0, length - a.length - c.length);
  const cut = b.length > room ? `${b.slice(0, Math.max(0, room - 3))}...` : b;
  return `${a}${cut}${c}`.slice(0, length);
}

function more({ transitions }: Extract<Alert, { readonly kind: 'transitions' }>): string {
  return transitions.length > 1 ? ` and ${transitions.length - 1} more` : '';
}

/** What is worst of what got no better, else the first. */
function gravest(transitions: readonly [Transition, ...Transition[]]): Transition {
  return transitions.reduce((a, b) => (weight(b) > weight(a) ? b : a));
}

function weight({ type, severity }: Transition): number {
  return (isGoodNews(type) ? 0 : 10) + severityRank(severity);
}
