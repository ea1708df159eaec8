import { type GuardResult, reasonOf } from '@podguard/core';
import type { Guard, GuardInput } from '../guard.ts';
import type { Remediator } from '../remediator.ts';
import { unanswerable } from './answers.ts';
import { approved } from './approved.ts';
import { cooledDown } from './cooled-down.ts';
import { inBudget } from './in-budget.ts';
import { knownMaker } from './known-maker.ts';
import { liveAsJudged } from './live-as-judged.ts';
import { modeAllows } from './mode.ts';
import { notAService } from './not-a-service.ts';
import { notContested } from './not-contested.ts';
import { notDenied } from './not-denied.ts';
import { notExempt } from './not-exempt.ts';
import { notOurOwn } from './not-our-own.ts';
import { notProtected } from './not-protected.ts';
import { oneAction } from './one-action.ts';
import { settled } from './settled.ts';
import { stillOpen } from './still-open.ts';
import { withinOnly } from './within-only.ts';

/** What has to be answered before anything is proposed; of what is applied `mode` and `approved`, too. */
export const PLAN_GUARDS: readonly Guard[] = [
  stillOpen,
  liveAsJudged,
  notOurOwn,
  notAService,
  notExempt,
  notDenied,
  notProtected,
  settled,
  inBudget,
  cooledDown,
  notContested,
  knownMaker,
  withinOnly,
  oneAction,
];

export const ALL_GUARDS: readonly Guard[] = [...PLAN_GUARDS, modeAllows, approved];

export function askGuards(guards: readonly Guard[], input: GuardInput): readonly GuardResult[] {
  return guards.map((guard) => ({ guard: guard.id, ...answerOf(guard, input) }));
}

/** A remediator's own: where it lets people insist, they do so against a no, and never against what cannot be answered. */
export function askOwnGuards(
  { guards, mayForce }: Pick<Remediator, 'guards' | 'mayForce'>,
  input: GuardInput,
): readonly GuardResult[] {
  return askGuards(guards, input).map((result) =>
    !result.ok && result.unanswerable !== true && input.isForced && mayForce
      ? { guard: result.guard, ok: true, overruled: result.reason }
      : result,
  );
}

function answerOf(guard: Guard, input: GuardInput): ReturnType<Guard['check']> {
  try {
    return guard.check(input);
  } catch (error) {
    return unanswerable(`the guard failed: ${reasonOf(error)}`);
  }
}

/** Whether all that refuses may answer otherwise later, and from when on all may. */
export function laterOf(results: readonly GuardResult[]): Date | null {
  const refused = results.filter((result) => !result.ok);
  const times = refused.map((result) =>
    'until' in result && result.until ? Date.parse(result.until) : Number.NaN,
  );
  return times.length === 0 || times.some(Number.isNaN) ? null : new Date(Math.max(...times));
}

export function isRefused(results: readonly GuardResult[]): boolean {
  return results.some(({ ok }) => !ok);
}
