import { readRunMark, type ServiceState } from '@podguard/core';

export const REJUDGE_MARK = 'rejudge';

/** A run that has not ended by then never will: what it held back is told without it. */
const LONGEST_RUN_MS = 24 * 60 * 60_000;

/** Whether one of these runs is under way: what its judgements show is told at its end. */
export async function isRunning(
  state: Pick<ServiceState, 'loadMark'>,
  names: readonly string[],
  now: Date,
): Promise<boolean> {
  for (const name of names) {
    const mark = readRunMark(await state.loadMark(name));
    if (mark === undefined || mark.finishedAt !== null) continue;
    if (now.getTime() - Date.parse(mark.startedAt) < LONGEST_RUN_MS) return true;
  }
  return false;
}
