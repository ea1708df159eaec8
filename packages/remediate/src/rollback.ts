import type { Remediation, RemediationPlan } from '@podguard/core';
import { callSteps, textAt } from './call-steps.ts';
import { isAll, planStateOf, stateWords } from './compare-plan.ts';
import { current, keep, tellNews } from './keep.ts';
import { leaseFor } from './lease.ts';
import { type Look, lookAt, record } from './live-state.ts';
import { listOthers } from './others.ts';
import type { RemediateDeps, Remediating } from './remediate-deps.ts';
import { turned } from './turn.ts';
import { changedBesides, verify } from './verify.ts';

interface How {
  readonly by: string;
  /** What was there before the first call. */
  readonly found: Look;
}

/** Brings back what was, where what is there is what was left there. */
export function createRollback(deps: RemediateDeps): Remediating['rollback'] {
  return async (id, { forced, by, dryRun }) => {
    const one = await deps.remediations.loadRemediation(id);
    if (one === undefined) return { remediation: undefined, refusal: `there is no remediation ${id}` };
    const refused = (refusal: string) => ({ remediation: one, refusal });
    const { plan } = one;
    if (plan === null || one.applied === null || (one.status !== 'verified' && one.status !== 'failed'))
      return refused(`${id} is ${one.status}: there is nothing to undo`);
    const look = await lookAt(deps, plan.target.key);
    if (look.outcome !== 'told') return refused(`what is there now is not known: ${look.reason}`);
    const state = planStateOf(plan, look);
    if (isAll(state, 'before') && !forced) return refused('it is as it was before: there is nothing to undo');
    if (!isAll(state, 'after') && !forced)
      return refused(`it is not as it was left (${stateWords(state)}); --force undoes it nevertheless`);
    const busy = await whyBusy(deps, one, plan);
    if (busy !== null) return refused(busy);
    if (dryRun) return { remediation: one, refusal: null };
    const started = await start(deps, one, { readAt: look.readAt, by });
    if (started === 'conflict') return refused(`${id} was changed by others meanwhile; try again`);
    const raced = await whyBusy(deps, started, plan);
    if (raced !== null) return { remediation: await giveUp(deps, one, started, raced), refusal: raced };
    await carryOut(deps, started, plan, { by, found: look });
    const remediation = await tellNews(deps, id);
    return {
      remediation,
      refusal: remediation.status === 'undone' ? null : (remediation.history.at(-1)?.note ?? ''),
    };
  };
}

async function whyBusy(deps: RemediateDeps, one: Remediation, plan: RemediationPlan): Promise<string | null> {
  const { ofTarget } = await listOthers(deps, plan.target.key, false);
  if (ofTarget === undefined) return 'what else is being done to it is not known';
  const busy = ofTarget.find(
    ({ id, status }) => id !== one.id && (status === 'applying' || status === 'undoing'),
  );
  return busy === undefined ? null : `${busy.id} is ${busy.status}`;
}

async function start(
  deps: RemediateDeps,
  one: Remediation,
  { readAt, by }: { readonly readAt: Date; readonly by: string },
): Promise<Remediation | 'conflict'> {
  const at = deps.now();
  const { principal } = deps;
  return keep(
    deps,
    turned(
      one,
      { status: 'undoing', by, note: 'undoing it', at },
      {
        lease: leaseFor(deps, at, settlesMsOf(deps, one)),
        undone: { principal, readAt: readAt.toISOString(), startedAt: at.toISOString(), endedAt: null },
      },
    ),
  );
}

async function giveUp(
  deps: RemediateDeps,
  before: Remediation,
  one: Remediation,
  reason: string,
): Promise<Remediation> {
  const status = before.status === 'verified' ? 'verified' : 'failed';
  const turn = { status, by: 'podguard', note: `not undone: ${reason}`, at: deps.now() } as const;
  const kept = await keep(deps, turned(one, turn, { lease: null, undone: before.undone }));
  return kept === 'conflict' ? current(deps, one.id) : kept;
}

async function carryOut(
  deps: RemediateDeps,
  one: Remediation,
  plan: RemediationPlan,
  { by, found }: How,
): Promise<void> {
  if (one.lease === null || one.undone === null) throw new TypeError(`${one.id} is undoing without a lease`);
  const called = await callSteps(deps, plan.undo, { id: one.id, until: new Date(one.lease.until) });
  const endedAt = deps.now().toISOString();
  const restored = plan.restoredKey === undefined ? null : textAt(called.last, plan.restoredKey);
  const key = restored ?? plan.target.key;
  const { look, state } = await verify(deps, plan, {
    key,
    side: 'before',
    settlesMs: settlesMsOf(deps, one),
  });
  await record(deps, look);
  const besides = changedBesides(plan, found, look);
  const isUndone =
    called.stopped === null && state !== null && isAll(state, 'before') && besides.length === 0;
  const what = state === null ? 'the result could not be read' : stateWords(state);
  const besidesWords = besides.length === 0 ? [] : [`changed besides: ${besides.join(', ')}`];
  const failure = [...(called.stopped === null ? [] : [called.stopped]), what, ...besidesWords].join('; ');
  await keep(
    deps,
    turned(
      one,
      {
        status: isUndone ? 'undone' : 'failed',
        by,
        note: isUndone ? 'as it was before' : `it could not be undone: ${failure}`,
        at: deps.now(),
      },
      { lease: null, undone: { ...one.undone, endedAt }, restoredKey: restored ?? one.restoredKey },
    ),
  );
}

function settlesMsOf({ remediators }: Pick<RemediateDeps, 'remediators'>, { plan }: Remediation): number {
  return remediators.find(({ id }) => id === plan?.remediator)?.settlesMs ?? DEFAULT_SETTLES_MS;
}

const DEFAULT_SETTLES_MS = 10_000;
