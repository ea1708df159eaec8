import type { JsonValue, ServiceState } from '@podguard/core';
import * as z from 'zod/mini';
import type { Difference } from './difference.ts';
import type { DriftRun } from './drift-run.ts';
import { nameIn } from './run-pages.ts';
import type { RunResults } from './run-results.ts';
import { differenceSchema } from './shard-page.ts';

const MARK = 'drift-undecided';
const KEEP_SECONDS = 100 * 86_400;
/** A mark is one item of the table. */
export const MOST_UNDECIDED_BYTES = 200_000;

const schema = z.array(differenceSchema);

/** Brings what the run before could not decide into this one's results, as an earlier page. Done again it is the same. */
export async function takeUndecided(
  state: Pick<ServiceState, 'loadMark'>,
  results: RunResults,
  run: DriftRun,
): Promise<void> {
  const name = nameIn(run, 'earlier', 'undecided');
  if ((await results.get(run.run, name)) !== undefined) return;
  const { data = [] } = schema.safeParse(await state.loadMark(MARK));
  if (data.length === 0) return;
  const page = {
    shard: { listing: 'undecided', region: '', page: 0 },
    ...{ listed: true, seen: [], differences: data, news: [], again: [], gaps: [], last: false },
    counts: { unchanged: 0, changed: 0, appeared: 0, learnt: 0 },
  };
  await results.put(run.run, name, page as unknown as JsonValue);
}

/** Keeps for the next run what this one could not decide. */
export async function keepUndecided(
  state: Pick<ServiceState, 'loadMark' | 'replaceMark'>,
  undecided: readonly Difference[],
): Promise<void> {
  const was = await state.loadMark(MARK);
  if (undecided.length === 0 && was === undefined) return;
  await state.replaceMark(MARK, was, undecided.map(unexplained) as unknown as JsonValue, KEEP_SECONDS);
}

export function bytesOf(difference: Difference): number {
  return Buffer.byteLength(JSON.stringify(unexplained(difference)));
}

function unexplained(difference: Difference): Difference {
  return {
    ...difference,
    ...{ origin: 'not-asked', explanation: null, reason: 'the event history was not asked yet' },
  };
}
