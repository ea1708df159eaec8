import type { GuardResult, Remediation } from '@podguard/core';
import { noteApplied } from './applied-lately.ts';
import { type Assessment, assess } from './assess.ts';
import { takeOne } from './budget.ts';
import { callSteps } from './call-steps.ts';
import { isAll } from './compare-plan.ts';
import { after, no } from './guards/answers.ts';
import { ALL_GUARDS, askGuards, askOwnGuards, isRefused, laterOf } from './guards/guards.ts';
import { inBudget } from './guards/in-budget.ts';
import { conclude, current, keep } from './keep.ts';
import { leaseFor } from './lease.ts';
import { record } from './live-state.ts';
import { lookAgain } from './look-again.ts';
import { putOff } from './put-off.ts';
import { refusalWords } from './refusal-words.ts';
import type { RemediateDeps } from './remediate-deps.ts';
import { SERVICE, turned } from './turn.ts';
import { resultOf, verify } from './verify.ts';

/** What could not be decided is looked at again after so long. */
const LOOK_AGAIN_MS = 2 * 60_000;

type Planned = Extract<Assessment, { readonly outcome: 'planned' }>;

/** Applies what is approved, where every guard says so at this moment; what comes of it is kept, and told by who called. */
export async function apply(deps: RemediateDeps, one: Remediation): Promise<Remediation> {
  const { forced: isForced, rule, key, finding, opened } = one;
  const assessed = await assess(
    deps,
    { finding, rule, key, opened },
    { isForced, isDry: false, withShadows: false },
  );
  if (assessed.outcome === 'not-open')
    return end(deps, one, 'the finding is not open any more: nothing was done');
  if (assessed.outcome === 'unplanned') {
    const { reason } = assessed;
    if (assessed.isPassing)
      return putOff(deps, one, [{ guard: 'plan', ...no(reason, after(deps.now(), LOOK_AGAIN_MS)) }]);
    return end(deps, one, `there is no plan any more: ${reason}`);
  }
  const fresh = withPlan(one, assessed);
  const input = { ...assessed.facts, mode: one.mode, remediation: fresh };
  const guards = [...askGuards(ALL_GUARDS, input), ...askOwnGuards(assessed.remediator, input)];
  if (isRefused(guards)) return refuse(deps, fresh, guards);
  const { kindCount = 0, settings, plan } = assessed.facts;
  const { kind } = plan.target;
  const took = await takeOne(deps.state, { id: one.id, now: deps.now(), settings, kind, kindCount });
  if (!took.ok) return putOff(deps, one, [{ guard: inBudget.id, ...took }]);
  await noteApplied(deps, one.id);
  const started = await start(deps, fresh, assessed, guards);
  if (started === 'conflict') return current(deps, one.id);
  return carryOut(deps, started, assessed);
}

/** What it may break, and what is known besides, may be told anew of the same plan; of what nobody approved another plan is taken. */
function withPlan(one: Remediation, { plan, planHash }: Planned): Remediation {
  return one.mode === 'auto' || one.planHash === planHash ? { ...one, plan, planHash } : one;
}

/** What may be otherwise later waits; the rest is refused for good. */
async function refuse(
  deps: RemediateDeps,
  one: Remediation,
  guards: readonly GuardResult[],
): Promise<Remediation> {
  return laterOf(guards) === null ? end(deps, one, refusalWords(guards), guards) : putOff(deps, one, guards);
}

async function end(
  deps: RemediateDeps,
  one: Remediation,
  note: string,
  guards = one.guards,
): Promise<Remediation> {
  const turn = { status: 'refused', by: SERVICE, note, at: deps.now() } as const;
  const kept = await keep(deps, turned(one, turn, { guards }));
  return kept === 'conflict' ? current(deps, one.id) : kept;
}

async function start(
  deps: RemediateDeps,
  one: Remediation,
  { remediator, looks: [before], plan }: Planned,
  guards: readonly GuardResult[],
): Promise<Remediation | 'conflict'> {
  const at = deps.now();
  const readAt = before.outcome === 'told' ? before.readAt : at;
  const { principal } = deps;
  return keep(
    deps,
    turned(
      one,
      { status: 'applying', by: SERVICE, note: plan.summary, at },
      {
        guards,
        lease: leaseFor(deps, at, remediator.settlesMs),
        applied: { principal, readAt: readAt.toISOString(), startedAt: at.toISOString(), endedAt: null },
      },
    ),
  );
}

async function carryOut(deps: RemediateDeps, one: Remediation, assessed: Planned): Promise<Remediation> {
  const { plan, lease } = one;
  if (plan === null || lease === null || one.applied === null)
    throw new TypeError(`${one.id} is applying without a plan`);
  // Whoever began at the same time has written it before looking, too: of two that see each other neither goes on.
  const facts = await lookAgain(deps, one, assessed);
  const input = { ...facts, mode: one.mode, remediation: one };
  const answers = [...askGuards(ALL_GUARDS, input), ...askOwnGuards(assessed.remediator, input)];
  if (isRefused(answers)) return putOff(deps, one, answers);

  const called = await callSteps(deps, plan.steps, { id: one.id, until: new Date(lease.until) });
  const endedAt = deps.now().toISOString();
  const [before] = assessed.looks;
  const { settlesMs } = assessed.remediator;
  const since = before.outcome === 'told' ? { since: before.readAt } : {};
  const verified = await verify(deps, plan, {
    key: plan.target.key,
    side: 'after',
    settlesMs: called.isRefused ? 0 : settlesMs,
    ...since,
  });
  await record(deps, verified.look);
  const { stopped } = called;
  const { isDone, besides, failure } = resultOf(plan, verified, { side: 'after', before, stopped });
  const isAsBefore = verified.state !== null && isAll(verified.state, 'before');
  const turn = {
    status: isDone ? 'verified' : 'failed',
    by: SERVICE,
    note: isDone ? plan.summary : failure,
    at: deps.now(),
  } as const;
  const wasRefused = stopped !== null && besides.length === 0;
  const applied = {
    ...{ ...one.applied, endedAt },
    ...(isAsBefore && !isDone ? ({ unchanged: wasRefused ? 'refused' : 'otherwise' } as const) : {}),
  };
  return conclude(deps, one, (now) => turned(now, turn, { lease: null, applied }));
}
