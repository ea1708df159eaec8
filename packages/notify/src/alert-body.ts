import {
  type Opening,
  SEVERITIES,
  type Severity,
  severityRank,
  shortHash,
  type Transition,
} from '@podguard/core';
import { toJson } from '@podguard/report';
import type { Alert } from './alert.ts';
import type { Digest } from './digest.ts';
import { isGoodNews } from './type-words.ts';
import { wellFormed } from './well-formed.ts';

/** What programs get; docs/alert.schema.json describes it. */
export type AlertBody = TransitionsBody | DigestBody;

export interface TransitionsBody {
  readonly v: 1;
  readonly kind: 'transitions';
  /** Of these transitions: told again together with others it has another. */
  readonly id: string;
  /** The worst of what got no better. */
  readonly severity: Severity;
  /** The call that caused all of them. */
  readonly by: Opening;
  readonly transitions: readonly Transition[];
  /** What was left out because the message would have been too large. */
  readonly cut: string | null;
}

export interface DigestBody {
  readonly v: 1;
  readonly kind: 'digest';
  readonly id: string;
  readonly severity: Severity;
  readonly digest: Digest;
}

export function alertBody(alert: Alert): AlertBody {
  if (alert.kind === 'digest') {
    const { digest } = alert;
    const severity = SEVERITIES.findLast((one) => digest.open[one] > 0) ?? 'low';
    return { v: 1, kind: 'digest', id: digest.id, severity, digest };
  }
  return transitionsBody(alert.transitions);
}

export function transitionsBody(transitions: readonly [Transition, ...Transition[]]): TransitionsBody {
  const id = shortHash(
    transitions.map((one) => one.id),
    26,
  );
  return {
    v: 1,
    kind: 'transitions',
    id,
    severity: worstOf(transitions),
    by: transitions[0].by,
    transitions,
    cut: null,
  };
}

function worstOf(transitions: readonly Transition[]): Severity {
  const bad = transitions.filter(({ type }) => !isGoodNews(type));
  const ranks = (bad.length > 0 ? bad : transitions).map(({ severity }) => severityRank(severity));
  return SEVERITIES[Math.max(...ranks)] ?? 'low';
}

/** A queue that is subscribed takes neither U+FFFE nor U+FFFF: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
export function bodyText(body: object): string {
  return toJson(wellFormed(body)).replace(/[\ufffe\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16)}`);
}
