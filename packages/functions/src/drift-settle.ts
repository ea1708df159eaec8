import type { Along } from './drift-state.ts';
import { isSettled, type SettledDeps } from './settled.ts';

export interface DriftSettleDeps extends SettledDeps {
  readonly now: () => Date;
}

/** SQS's counts are right a minute after the last sending, so one look is not enough. */
const CALM_LOOKS = 2;
const LONGEST_MS = 10 * 60_000;

/** Looks whether what was read has been judged: then, or after ten minutes, the run may tell. */
export async function settle(
  { settling }: Pick<Along, 'settling'>,
  deps: DriftSettleDeps,
): Promise<{ readonly done: boolean; readonly settling: NonNullable<Along['settling']> }> {
  const now = deps.now();
  const since = settling?.since ?? now.toISOString();
  const calm = (await isSettled(deps)) ? (settling?.calm ?? 0) + 1 : 0;
  const isOver = now.getTime() - Date.parse(since) >= LONGEST_MS;
  return { done: calm >= CALM_LOOKS || isOver, settling: { since, calm } };
}
