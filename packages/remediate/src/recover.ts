import type { Remediation, RemediationPlan } from '@podguard/core';
import { isAll, planStateOf, stateWords } from './compare-plan.ts';
import { current, keep } from './keep.ts';
import { isLeaseOver } from './lease.ts';
import { lookAt, record } from './live-state.ts';
import type { RemediateDeps } from './remediate-deps.ts';
import { SERVICE, turned } from './turn.ts';

/** What cannot be read for so long is left to people. */
const UNREADABLE_MS = 24 * 3_600_000;

/** Ends what somebody began and did not end. AWS is read and not called: what was done is seen by what is there. */
export async function recover(deps: RemediateDeps, one: Remediation): Promise<Remediation> {
  const { plan } = one;
  const done = one.status === 'undoing' ? one.undone : one.applied;
  if (plan === null || done === null || !isLeaseOver(one, deps.now())) return one;
  const ended = { ...done, endedAt: done.endedAt ?? one.lease?.until ?? done.startedAt };
  const outcome = await outcomeOf(deps, one, plan);
  const left = { ...ended, ...(outcome?.isUnchanged === true ? { unchanged: 'otherwise' as const } : {}) };
  const changes = { lease: null, ...(one.status === 'undoing' ? { undone: left } : { applied: left }) };
  if (outcome === null) {
    if (deps.now().getTime() - Date.parse(done.startedAt) < UNREADABLE_MS) return one;
    return settle(
      deps,
      one,
      { status: 'failed', note: 'it was interrupted, and what it did could not be read' },
      changes,
    );
  }
  return settle(deps, one, outcome, changes);
}

interface Outcome {
  readonly status: 'verified' | 'undone' | 'failed';
  readonly note: string;
  readonly isUnchanged?: true;
}

async function outcomeOf(
  deps: RemediateDeps,
  one: Remediation,
  plan: RemediationPlan,
): Promise<Outcome | null> {
  const look = await lookAt(deps, plan.target.key);
  if (look.outcome !== 'told') return null;
  await record(deps, look);
  const state = planStateOf(plan, look);
  if (one.status === 'applying') {
    if (isAll(state, 'after'))
      return { status: 'verified', note: `${plan.summary}; it was interrupted then` };
    if (isAll(state, 'before'))
      return { status: 'failed', note: 'interrupted before it changed anything', isUnchanged: true };
    return { status: 'failed', note: `interrupted: ${stateWords(state)}` };
  }
  if (isAll(state, 'before')) return { status: 'undone', note: 'undone; it was interrupted then' };
  const anew =
    plan.restoredKey === undefined
      ? []
      : ['it may have been made anew under another name: look before undoing it again'];
  const what = isAll(state, 'after')
    ? 'the undoing was interrupted before it changed anything'
    : `the undoing was interrupted: ${stateWords(state)}`;
  return { status: 'failed', note: [what, ...anew].join('; ') };
}

async function settle(
  deps: RemediateDeps,
  one: Remediation,
  { status, note }: Outcome,
  changes: Partial<Remediation>,
): Promise<Remediation> {
  const kept = await keep(deps, turned(one, { status, by: SERVICE, note, at: deps.now() }, changes));
  return kept === 'conflict' ? current(deps, one.id) : kept;
}
