import * as z from 'zod';
import { ServiceError } from './errors.ts';
import type { Finding } from './finding.ts';
import type { ServiceState } from './service-state.ts';
import { severityRank } from './verdict.ts';

/** The first reading of a whole account: what it finds was there before anybody listened. Times in whole seconds. */
export interface Baseline {
  readonly run: string;
  readonly startedAt: string;
  /** Null while it is under way. */
  readonly finishedAt: string | null;
}

export const BASELINE_MARK = 'baseline';

const schema = z.looseObject({
  run: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
});

/** The last baseline that was begun; undefined where none ever was. */
export async function loadBaseline(state: ServiceState): Promise<Baseline | undefined> {
  const mark = await state.loadMark(BASELINE_MARK);
  if (mark === undefined) return undefined;
  const { data, error } = schema.safeParse(mark);
  if (data === undefined)
    throw new ServiceError(
      'item-malformed',
      `the mark ${BASELINE_MARK} is none that this version wrote: start a baseline anew`,
      { cause: error },
    );
  return { run: data.run, startedAt: data.startedAt, finishedAt: data.finishedAt };
}

/** Whether a finding of high or above came after the baseline: what its own reads showed was there before. */
export function isSinceBaseline(
  { severity, opened, cause }: Pick<Finding, 'severity' | 'opened' | 'cause'>,
  { startedAt, finishedAt }: Baseline,
): boolean {
  if (opened === null || severityRank(severity) < severityRank('high')) return false;
  const from = cause === 'drift' ? finishedAt : startedAt;
  return from !== null && opened.at >= from;
}
