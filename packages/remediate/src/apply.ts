import type { GuardResult, Remediation } from '@podguard/core';
import { type Assessment, assess } from './assess.ts';
import { takeOne } from './budget.ts';
import { callSteps } from './call-steps.ts';
import { isAll, stateWords } from './compare-plan.ts';
import { ALL_GUARDS, askGuards, askOwnGuards, isRefused, laterOf, RACE_GUARDS } from './guards/guards.ts';
import { current, keep } from './keep.ts';
import { leaseFor } from './lease.ts';
import { record } from './live-state.ts';
import { listOthers } from './others.ts';
import type { RemediateDeps } from './remediate-deps.ts';
import { isExpired, SERVICE, turned } from './turn.ts';
import { changedBesides, verify } from './verify.ts';

type Planned = Extract<Assessment, { readonly outcome: 'planned' }>;

/** Applies what is approved, where every guard says so at this moment; what comes of it is kept, and told by who called. */
export async function apply(deps: RemediateDeps, one: Remediation): Promise<Remediation> {
  if (isExpired(one, deps.now())) return end(deps, one, 'expired', 'nobody could apply it in time');
  const { forced: isForced, rule, key, finding, opened } = one;
  const assessed = await assess(
    deps,
    { finding, rule, key, opened },
    { isForced, isDry: false, withShadows: false },
  );
  if (assessed.outcome === 'not-open')
    return end(deps, one, 'refused', 'the finding is not open any more: nothing was done');
  if (assessed.outcome === 'unplanned') {
    if (assessed.isPassing) return one;
    return end(deps, one, 'refused', `there is no plan any more: ${assessed.reason}`);
  }
  const input = { ...assessed.facts, mode: one.mode, remediation: one };
  const guards = [...askGuards(ALL_GUARDS, input), ...askOwnGuards(assessed.remediator, input)];
  if (isRefused(guards)) return refuse(deps, one, guards);
  const { kindCount = 0, settings, plan } = assessed.facts;
  const took = await takeOne(deps.state, { now: deps.now(), settings, kind: plan.target.kind, kindCount });
  if (!took) return one;
  const started = await start(deps, one, assessed, guards);
  if (started === 'conflict') return current(deps, one.id);
  return carryOut(deps, started, assessed);
}

/** What may be otherwise later waits; the rest is refused for good. */
async function refuse(
  deps: RemediateDeps,
  one: Remediation,
  guards: readonly GuardResult[],
): Promise<Remediation> {
  if (laterOf(guards) === null) return end(deps, one, 'refused', refusalWords(guards), guards);
  const kept = await keep(deps, { ...one, guards, version: one.version + 1 });
  return kept === 'conflict' ? current(deps, one.id) : kept;
}

export function refusalWords(guards: readonly GuardResult[]): string {
  return guards.flatMap((result) => (result.ok ? [] : [`${result.guard}: ${result.reason}`])).join('; ');
}

async function end(
  deps: RemediateDeps,
  one: Remediation,
  status: 'expired' | 'refused',
  note: string,
  guards = one.guards,
): Promise<Remediation> {
  const kept = await keep(deps, turned(one, { status, by: SERVICE, note, at: deps.now() }, { guards }));
  return kept === 'conflict' ? current(deps, one.id) : kept;
}

async function start(
  deps: RemediateDeps,
  one: Remediation,
  { remediator, before, plan }: Planned,
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
  const others = await listOthers(deps, plan.target.key, false);
  const input = { ...assessed.facts, ...others, mode: one.mode, remediation: one };
  const raced = [...askGuards(RACE_GUARDS, input), ...askOwnGuards(assessed.remediator, input)];
  if (isRefused(raced)) return backOff(deps, one, raced);

  const called = await callSteps(deps, plan.steps, { id: one.id, until: new Date(lease.until) });
  const endedAt = deps.now().toISOString();
  const { settlesMs } = assessed.remediator;
  const since = assessed.before.outcome === 'told' ? { since: assessed.before.readAt } : {};
  const { look, state } = await verify(deps, plan, {
    key: plan.target.key,
    side: 'after',
    settlesMs,
    ...since,
  });
  await record(deps, look);
  const besides = changedBesides(plan, assessed.before, look);
  const isDone = called.stopped === null && state !== null && isAll(state, 'after') && besides.length === 0;
  const isUndone = state !== null && isAll(state, 'before');
  const what = state === null ? `the result could not be read: ${untold(look)}` : stateWords(state);
  const besidesWords = besides.length === 0 ? [] : [`changed besides: ${besides.join(', ')}`];
  const stopped = called.stopped === null ? [] : [called.stopped];
  const failure = [...stopped, ...(isUndone ? ['nothing was changed'] : [what]), ...besidesWords].join('; ');
  const kept = await keep(
    deps,
    turned(
      one,
      {
        status: isDone ? 'verified' : 'failed',
        by: SERVICE,
        note: isDone ? plan.summary : failure,
        at: deps.now(),
      },
      { lease: null, applied: { ...one.applied, endedAt } },
    ),
  );
  return kept === 'conflict' ? current(deps, one.id) : kept;
}

function untold(look: Awaited<ReturnType<typeof verify>>['look']): string {
  return look.outcome === 'untold' ? look.reason : 'not all was told';
}

/** Nothing was called yet: it waits, approved as it is. */
async function backOff(
  deps: RemediateDeps,
  one: Remediation,
  guards: readonly GuardResult[],
): Promise<Remediation> {
  const note = `not now: ${refusalWords(guards)}`;
  const kept = await keep(
    deps,
    turned(
      one,
      { status: 'approved', by: SERVICE, note, at: deps.now() },
      { lease: null, applied: null, guards },
    ),
  );
  return kept === 'conflict' ? current(deps, one.id) : kept;
}
