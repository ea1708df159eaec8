import type { RemediationPlan } from '@podguard/core';
import { compareViews } from '@podguard/drift';
import { isAll, type PlanState, planStateOf, stateWords } from './compare-plan.ts';
import { type Look, lookAt } from './live-state.ts';
import type { RemediateDeps } from './remediate-deps.ts';

export interface Verified {
  readonly look: Look;
  /** Null where it could not be read. */
  readonly state: PlanState | null;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;

/** Reads until all is on that side, or until AWS has had its time to show it. */
export async function verify(
  deps: Pick<RemediateDeps, 'read' | 'now' | 'store' | 'pause'>,
  plan: RemediationPlan,
  {
    key,
    side,
    settlesMs,
    since,
  }: {
    readonly key: string;
    readonly side: 'before' | 'after';
    readonly settlesMs: number;
    /** When it was read and recorded before: of two reads of one second nobody could tell which holds. */
    readonly since?: Date;
  },
): Promise<Verified> {
  const early =
    since === undefined ? 0 : (Math.floor(since.getTime() / 1000) + 1) * 1000 - deps.now().getTime();
  if (early > 0) await deps.pause(early);
  let waited = 0;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(LONGEST_PAUSE_MS, pause * 2)) {
    const look = await lookAt(deps, key);
    const state = look.outcome === 'told' ? planStateOf(plan, look) : null;
    if ((state !== null && isAll(state, side)) || waited >= settlesMs) return { look, state };
    const next = Math.min(pause, settlesMs - waited);
    await deps.pause(next);
    waited += next;
  }
}

/** Whether all that was to be done was, and nothing else; and what became of it, in words. */
export function resultOf(
  plan: RemediationPlan,
  { look, state }: Verified,
  {
    side,
    before,
    stopped,
  }: { readonly side: 'before' | 'after'; readonly before: Look; readonly stopped: string | null },
): { readonly isDone: boolean; readonly besides: readonly string[]; readonly failure: string } {
  const besides = changedBesides(plan, before, look);
  const isThere = state !== null && isAll(state, side);
  const untold = look.outcome === 'untold' ? look.reason : 'not all was told';
  const what = state === null ? `the result could not be read: ${untold}` : stateWords(state);
  const isAsBefore = side === 'after' && state !== null && isAll(state, 'before');
  return {
    isDone: stopped === null && isThere && besides.length === 0,
    besides,
    failure: [
      ...(stopped === null ? [] : [stopped]),
      isAsBefore ? 'nothing was changed' : what,
      ...(besides.length === 0 ? [] : [`changed besides: ${besides.join(', ')}`]),
    ].join('; '),
  };
}

/** What else is otherwise than it was read before: what a plan does not name has to stay. */
function changedBesides(plan: RemediationPlan, before: Look, now: Look): readonly string[] {
  if (before.outcome !== 'told' || now.outcome !== 'told' || !before.present || !now.present) return [];
  const planned = new Set([...plan.fields.map(({ name }) => name), ...(plan.assigned ?? [])]);
  return compareViews(plan.target.kind, before.views, now.views)
    .map(({ name }) => name)
    .filter((name) => !planned.has(name));
}
