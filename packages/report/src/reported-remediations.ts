import {
  type Identity,
  OPEN_REMEDIATIONS,
  type Remediation,
  type RemediationStatus,
  type RemediatorId,
  type Severity,
} from '@podguard/core';
import { changeText, planChanges } from './plan-changes.ts';
import { isUndoable, refusalWords } from './remediation-words.ts';
import { type ShadowSummary, shadowSummaries } from './shadow-summary.ts';
import { shortened } from './shortened.ts';

/** A remediation in the words of the report. */
export interface ReportedRemediation {
  readonly id: string;
  readonly finding: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly mode: Remediation['mode'];
  readonly status: RemediationStatus;
  /** Null where no plan could be made, as of the next two. */
  readonly remediator: RemediatorId | null;
  readonly summary: string | null;
  readonly target: Identity | null;
  /** The key of the resource that the finding is about. */
  readonly key: string;
  /** Line by line, `-` before what goes and `+` before what comes; empty where there is no plan. */
  readonly changes: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly approvalsNeeded: number;
  readonly approvals: Remediation['approvals'];
  readonly forced: boolean;
  /** Which guards said no, and why. */
  readonly refusals: readonly string[];
  /** Null where nothing was changed by it. */
  readonly appliedAt: string | null;
  /** Null where it was not, or could not be. */
  readonly undoneAt: string | null;
  /** Changes by others between our reading and our writing. */
  readonly foreign: Remediation['foreign'];
  readonly history: Remediation['history'];
}

/** What was done about findings, and what waits for people. */
export interface ReportedRemediations {
  /** Of older ones it has only those that are open still. */
  readonly since: string;
  /** What somebody still has to do something about; what was applied, be it undone or not; what failed, or could not be undone; what was not applied. The newest first. */
  readonly open: readonly ReportedRemediation[];
  readonly applied: readonly ReportedRemediation[];
  readonly failed: readonly ReportedRemediation[];
  readonly declined: readonly ReportedRemediation[];
  readonly shadow: readonly ShadowSummary[];
  /** So many cannot be read, and are in none of these. */
  readonly unreadable: number;
}

const CHANGES = 4_000;

/** What becomes of remediations, the newest first, in a report of so far back; undefined where there are none. */
export function reportRemediations(
  all: readonly Remediation[],
  since: string,
  unreadable = 0,
): ReportedRemediations | undefined {
  const isOpen = ({ status }: Remediation) => OPEN_REMEDIATIONS.includes(status);
  const recent = all.filter((one) => isOpen(one) || lastOf(one) >= since);
  if (recent.length + unreadable === 0) return undefined;
  const done = recent.filter((one) => one.mode !== 'shadow' && !isOpen(one)).map(toReported);
  return {
    since,
    open: recent.filter(isOpen).map(toReported),
    applied: done.filter(({ status }) => isApplied(status)),
    failed: done.filter(({ status }) => status === 'failed'),
    declined: done.filter(({ status }) => status !== 'failed' && !isApplied(status)),
    shadow: shadowSummaries(recent),
    unreadable,
  };
}

function isApplied(status: RemediationStatus): boolean {
  return status === 'verified' || status === 'undone';
}

function lastOf({ history, createdAt }: Remediation): string {
  return history.at(-1)?.at ?? createdAt;
}

function toReported(one: Remediation): ReportedRemediation {
  const { id, finding, rule, severity, mode, status, plan, key, history } = one;
  const { createdAt, expiresAt, approvalsNeeded, approvals, forced, foreign, applied, undone } = one;
  return {
    ...{ id, finding, rule, severity, mode, status },
    remediator: plan?.remediator ?? null,
    summary: plan?.summary ?? null,
    target: plan?.target ?? null,
    key,
    changes: plan === null ? '' : shortened(changeText(planChanges(plan)), CHANGES),
    ...{ createdAt, expiresAt, approvalsNeeded, approvals, forced },
    refusals: refusalWords(one),
    appliedAt:
      isUndoable(one) || status === 'undoing' || status === 'undone' ? (applied?.startedAt ?? null) : null,
    undoneAt: status === 'undone' ? (undone?.startedAt ?? null) : null,
    ...{ foreign, history },
  };
}
