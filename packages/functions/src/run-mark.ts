import { BASELINE_MARK, readRunMark, type ServiceState } from '@podguard/core';
import { EXECUTION_MARK, LONGEST_RUN_MS, readExecution } from './drift-execution.ts';

export const REJUDGE_MARK = 'rejudge';
/** Readings of the whole account; the last is that of packages/drift, which would bring all that reads it into a bundle. */
export const READING_MARKS = [EXECUTION_MARK, BASELINE_MARK, 'drift'] as const;

/** Whether one of these runs is under way: what its judgements show is told at its end. */
export async function isRunning(
  state: Pick<ServiceState, 'loadMark'>,
  names: readonly string[],
  now: Date,
): Promise<boolean> {
  const over = readExecution(await state.loadMark(EXECUTION_MARK))?.over ?? [];
  for (const name of names) {
    const mark = readRunMark(await state.loadMark(name));
    if (mark === undefined || mark.finishedAt !== null || over.includes(mark.run)) continue;
    if (now.getTime() - Date.parse(mark.startedAt) < LONGEST_RUN_MS) return true;
  }
  return false;
}
