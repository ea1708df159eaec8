import type { FoundField, Remediation, RemediationPlan } from '@podguard/core';
import { noteApplied } from './applied-lately.ts';
import { callSteps, textAt } from './call-steps.ts';
import { isAll, isBetween, planStateOf, stateWords } from './compare-plan.ts';
import { conclude, keep, tellNews } from './keep.ts';
import { leaseFor } from './lease.ts';
import { type Look, lookAt, record } from './live-state.ts';
import { changeSince } from './look-again.ts';
import { listOthers } from './others.ts';
import type { FoundThere, RemediateDeps, Remediating } from './remediate-deps.ts';
import { valueNamed } from './to-plan.ts';
import { turned } from './turn.ts';
import { resultOf, verify } from './verify.ts';

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
    const refused = (refusal: string, found?: FoundThere) => ({
      ...{ remediation: one, refusal },
      ...(found === undefined ? {} : { found }),
    });
    const { plan } = one;
    if (plan === null || one.applied === null || (one.status !== 'verified' && one.status !== 'failed'))
      return refused(
        one.status === 'applying' || one.status === 'undoing'
          ? `${id} is ${one.status}: what it changed is not known yet`
          : `${id} is ${one.status}: there is nothing to undo`,
      );
    const look = await lookAt(deps, plan.target.key);
    if (look.outcome !== 'told') return refused(`what is there now is not known: ${look.reason}`);
    const state = planStateOf(plan, look);
    const isLeft = isAll(state, 'after') || (one.status === 'failed' && isBetween(state));
    const found = foundThere(plan, look, isLeft ? null : stateWords(state));
    if (isAll(state, 'before') && !forced)
      return refused('it is as it was before: there is nothing to undo', found);
    if (!isLeft && !forced)
      return refused(
        `it is not as it was left (${stateWords(state)}); --force undoes it nevertheless`,
        found,
      );
    const busy = (await whyBusy(deps, one, plan)) ?? (forced ? null : await whyNotLast(deps, one, plan));
    if (busy !== null) return refused(busy, found);
    if (dryRun) return { remediation: one, refusal: null, found };
    const started = await start(deps, one, {
      ...{ readAt: look.readAt, by },
      overwritten: found.fields.filter(({ name }) => state.other.includes(name)),
    });
    if (started === 'conflict') return refused(`${id} was changed by others meanwhile; try again`);
    const raced = (await whyBusy(deps, started, plan)) ?? (await whyChanged(deps, look));
    if (raced !== null) return { remediation: await giveUp(deps, one, started, raced), refusal: raced };
    await carryOut(deps, started, plan, { by, found: look });
    const remediation = await tellNews(deps, id);
    return {
      remediation,
      refusal: remediation.status === 'undone' ? null : (remediation.history.at(-1)?.note ?? ''),
    };
  };
}

/** Of what the plan names, what is there now. */
function foundThere(
  plan: RemediationPlan,
  { present, views: [view] }: Extract<Look, { readonly outcome: 'told' }>,
  differs: FoundThere['differs'],
): FoundThere {
  const fields = plan.fields.map(({ name }) => ({
    name,
    found: view === undefined ? null : (valueNamed(view, name) ?? null),
  }));
  return { present, fields, differs };
}

async function whyBusy(deps: RemediateDeps, one: Remediation, plan: RemediationPlan): Promise<string | null> {
  const { ofTarget } = await listOthers(deps, plan.target.key, false);
  if (ofTarget === undefined) return 'what else is being done to it is not known';
  const busy = ofTarget.find(
    ({ id, status }) => id !== one.id && (status === 'applying' || status === 'undoing'),
  );
  return busy === undefined ? null : `${busy.id} is ${busy.status}`;
}

/** Since it was looked whether it is as it was left. */
async function whyChanged(deps: RemediateDeps, before: Look): Promise<string | null> {
  const since = changeSince(before, await lookAt(deps, before.key));
  return since.outcome === 'same' ? null : 'it was changed meanwhile; try again';
}

/** What was left was changed by another one since: what was there before this one is not what that one found. */
async function whyNotLast(
  deps: RemediateDeps,
  one: Remediation,
  plan: RemediationPlan,
): Promise<string | null> {
  const { ofTarget = [] } = await listOthers(deps, plan.target.key, false);
  const since = one.applied?.startedAt ?? '';
  const later = ofTarget.find(
    ({ id, status, applied }) =>
      id !== one.id && status === 'verified' && applied !== null && applied.startedAt > since,
  );
  return later === undefined
    ? null
    : `${later.id} was applied to it after ${one.id}: undo that one first; --force undoes it nevertheless`;
}

async function start(
  deps: RemediateDeps,
  one: Remediation,
  {
    readAt,
    by,
    overwritten,
  }: { readonly readAt: Date; readonly by: string; readonly overwritten: readonly FoundField[] },
): Promise<Remediation | 'conflict'> {
  const at = deps.now();
  const { principal } = deps;
  await noteApplied(deps, one.id);
  return keep(
    deps,
    turned(
      one,
      { status: 'undoing', by, note: 'undoing it', at },
      {
        lease: leaseFor(deps, at, settlesMsOf(deps, one)),
        undone: {
          ...{ principal, readAt: readAt.toISOString(), startedAt: at.toISOString(), endedAt: null },
          ...(overwritten.length === 0 ? {} : { overwritten }),
        },
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
  return conclude(deps, one, (now) => turned(now, turn, { lease: null, undone: before.undone }));
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
  const verified = await verify(deps, plan, {
    key,
    side: 'before',
    settlesMs: called.isRefused ? 0 : settlesMsOf(deps, one),
  });
  await record(deps, verified.look);
  const { stopped } = called;
  const { isDone, failure } = resultOf(plan, verified, { side: 'before', before: found, stopped });
  const turn = {
    status: isDone ? 'undone' : 'failed',
    by,
    note: isDone ? 'as it was before' : `it could not be undone: ${failure}`,
    at: deps.now(),
  } as const;
  const undone = { ...one.undone, endedAt };
  const restoredKey = restored ?? one.restoredKey;
  await conclude(deps, one, (now) => turned(now, turn, { lease: null, undone, restoredKey }));
}

function settlesMsOf({ remediators }: Pick<RemediateDeps, 'remediators'>, { plan }: Remediation): number {
  return remediators.find(({ id }) => id === plan?.remediator)?.settlesMs ?? DEFAULT_SETTLES_MS;
}

const DEFAULT_SETTLES_MS = 10_000;
