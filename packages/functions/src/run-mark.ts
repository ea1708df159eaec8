import { ServiceError, type ServiceState } from '@podguard/core';
import * as z from 'zod';

/** A run over everything, of which people hear once: what is kept of it under its name. */
export interface RunMark {
  readonly run: string;
  readonly startedAt: string;
  /** Null while it is under way. */
  readonly finishedAt: string | null;
}

export const REJUDGE_MARK = 'rejudge';

/** A run that has not ended by then never will: what it held back is told without it. */
const LONGEST_RUN_MS = 24 * 60 * 60_000;

const schema = z.looseObject({
  run: z.string(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});

export async function loadRunMark(
  state: Pick<ServiceState, 'loadMark'>,
  name: string,
): Promise<RunMark | undefined> {
  const mark = await state.loadMark(name);
  if (mark === undefined) return undefined;
  const { data, error } = schema.safeParse(mark);
  if (data !== undefined) return data;
  throw new ServiceError(
    'item-malformed',
    `the mark ${name} is none that this version writes: remove it, or start that run anew`,
    { cause: error },
  );
}

/** Whether one of these runs is under way: what its judgements show is told at its end. */
export async function isRunning(
  state: Pick<ServiceState, 'loadMark'>,
  names: readonly string[],
  now: Date,
): Promise<boolean> {
  for (const name of names) {
    const mark = await loadRunMark(state, name);
    if (mark === undefined || mark.finishedAt !== null) continue;
    if (now.getTime() - Date.parse(mark.startedAt) < LONGEST_RUN_MS) return true;
  }
  return false;
}
