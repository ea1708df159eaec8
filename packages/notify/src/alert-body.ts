import {
  type Finding,
  type Opening,
  type Remediation,
  SEVERITIES,
  type Severity,
  severityRank,
  shortHash,
  type Transition,
} from '@podguard/core';
import { toJson } from '@podguard/report';
import type { Alert } from './alert.ts';
import type { Digest } from './digest.ts';
import type { ShadowReport } from './shadow-report.ts';
import { isGoodNews } from './type-words.ts';
import { wellFormed } from './well-formed.ts';

/** What programs get; docs/alert.schema.json describes it. */
export type AlertBody = TransitionsBody | DigestBody | RemediationBody | ShadowReportBody;

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

export interface RemediationBody {
  readonly v: 1;
  readonly kind: 'remediation';
  /** Of what has become of it until now: told after another turn it has another. */
  readonly id: string;
  readonly severity: Severity;
  readonly remediation: Remediation;
  readonly finding: Finding | null;
  /** What was left out because the message would have been too large. */
  readonly cut: string | null;
}

export interface ShadowReportBody {
  readonly v: 1;
  readonly kind: 'shadow-report';
  readonly id: string;
  readonly severity: 'low';
  readonly report: ShadowReport;
}

export function alertBody(alert: Alert): AlertBody {
  switch (alert.kind) {
    case 'transitions':
      return transitionsBody(alert.transitions);
    case 'digest': {
      const { digest } = alert;
      const severity = SEVERITIES.findLast((one) => digest.open[one] > 0) ?? 'low';
      return { v: 1, kind: 'digest', id: digest.id, severity, digest };
    }
    case 'remediation':
      return remediationBody(alert);
    case 'shadow-report':
      return {
        v: 1,
        kind: 'shadow-report',
        id: alert.report.id,
        severity: 'low',
        report: alert.report,
      };
  }
}

export function remediationBody({
  remediation,
  finding,
}: Extract<Alert, { readonly kind: 'remediation' }>): RemediationBody {
  const { id, severity, history, foreign } = remediation;
  return {
    v: 1,
    kind: 'remediation',
    id: shortHash([id, `${history.length} ${foreign.length}`], 26),
    severity,
    remediation,
    finding,
    cut: null,
  };
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
  return toJson(wellFormed(body));
}
