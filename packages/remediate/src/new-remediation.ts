import type { Finding, GuardResult, Remediation } from '@podguard/core';
import type { Assessment } from './assess.ts';
import { no } from './guards/answers.ts';
import { ALL_GUARDS, askGuards, askOwnGuards, PLAN_GUARDS } from './guards/guards.ts';
import { peopleNeeded } from './people-needed.ts';
import type { RemediateDeps } from './remediate-deps.ts';
import { SERVICE } from './turn.ts';

/** One that is not kept yet. */
export function draftOf(
  { config }: Pick<RemediateDeps, 'config'>,
  {
    id,
    finding,
    mode,
    forced,
    at,
    by,
  }: {
    readonly id: string;
    readonly finding: Finding;
    readonly mode: Remediation['mode'];
    readonly forced: boolean;
    readonly at: Date;
    readonly by: string;
  },
): Remediation {
  const { proposalHours } = config.remediation;
  return {
    v: 1,
    id,
    version: 0,
    finding: finding.id,
    rule: finding.rule,
    severity: finding.severity,
    key: finding.resource.key,
    opened: finding.opened?.eventId ?? '',
    mode,
    status: 'proposed',
    plan: null,
    planHash: '',
    forced,
    guards: [],
    createdAt: at.toISOString(),
    expiresAt: new Date(at.getTime() + proposalHours * 3_600_000).toISOString(),
    approvalsNeeded: peopleNeeded(config.remediation, finding.severity),
    approvals: mode === 'manual' ? [{ by, at: at.toISOString() }] : [],
    lease: null,
    applied: null,
    undone: null,
    restoredKey: null,
    foreign: [],
    history: [],
    told: { turns: 0, foreign: 0 },
  };
}

/** With the plan and what the guards say of it, or with the reason why there is none. */
export function assessed(
  one: Remediation,
  assessment: Exclude<Assessment, { readonly outcome: 'not-open' }>,
  { isApproved, later }: { readonly isApproved: boolean; readonly later: Date },
): Remediation {
  if (assessment.outcome === 'unplanned') {
    const { reason, isPassing } = assessment;
    const answer: GuardResult = { guard: 'plan', ...(isPassing ? no(reason, later) : no(reason)) };
    return { ...one, guards: [answer] };
  }
  const { plan, planHash, remediator, facts } = assessment;
  const planned = { ...one, plan, planHash };
  const input = { ...facts, mode: one.mode, remediation: planned };
  const guards = isApproved ? ALL_GUARDS : PLAN_GUARDS;
  return { ...planned, guards: [...askGuards(guards, input), ...askOwnGuards(remediator, input)] };
}

/** What `auto` approves has nobody's name. */
export function approvedByService(one: Remediation, at: Date): Remediation {
  return { ...one, approvalsNeeded: 1, approvals: [{ by: SERVICE, at: at.toISOString() }] };
}
