import * as z from 'zod/mini';
import { READ_MARGIN_MS } from './change.ts';
import { ServiceError } from './errors.ts';
import type { Finding } from './finding.ts';
import type { JsonValue } from './json.ts';
import { type RunMark, runMarkSchema } from './run-mark.ts';
import type { ServiceState } from './service-state.ts';
import { severityRank } from './verdict.ts';

/** A reading of a whole account: what it finds was there before anybody listened. Times in whole seconds. */
export interface Baseline extends RunMark {
  /** Those before it that came to their end, in order: the account is listened to since the first of them. */
  readonly earlier: readonly RunMark[];
}

export const BASELINE_MARK = 'baseline';

const schema = z.extend(runMarkSchema, { earlier: z._default(z.array(runMarkSchema), []) });

/** What a mark says of the last baseline that was begun; none that another version wrote. */
export function readBaseline(mark: JsonValue | undefined): Baseline | undefined {
  const { data } = schema.safeParse(mark);
  return data && { ...toRun(data), earlier: data.earlier.map(toRun) };
}

/** The last baseline that was begun; undefined where none ever was. */
export async function loadBaseline(state: ServiceState): Promise<Baseline | undefined> {
  const mark = await state.loadMark(BASELINE_MARK);
  const baseline = readBaseline(mark);
  if (baseline !== undefined || mark === undefined) return baseline;
  throw new ServiceError(
    'item-malformed',
    `the mark ${BASELINE_MARK} is none that this version wrote: start a baseline anew`,
  );
}

/** The first that came to its end, or the one that is to be the first. */
export function firstOf({ run, startedAt, finishedAt, earlier }: Baseline): RunMark {
  return earlier[0] ?? { run, startedAt, finishedAt };
}

/** Whether a finding of high or above came after the first baseline: what a baseline's own reads showed was there before. */
export function isSinceBaseline(
  { severity, opened, cause }: Pick<Finding, 'severity' | 'opened' | 'cause'>,
  baseline: Baseline,
): boolean {
  if (opened === null || severityRank(severity) < severityRank('high')) return false;
  const { startedAt, finishedAt } = firstOf(baseline);
  if (cause !== 'drift') return opened.at >= startedAt;
  if (finishedAt === null || opened.at < finishedAt) return false;
  return !isOfBaseline(opened.at, baseline);
}

/** Whether a baseline's own reads showed what a read told then: it was there before anybody listened. */
export function isOfBaseline(at: string, baseline: Baseline): boolean {
  return [...baseline.earlier, baseline].some((one) => wasReadBy(one, at));
}

/** What a read shows has a time before the read's own. */
function wasReadBy({ startedAt, finishedAt }: RunMark, at: string): boolean {
  return Date.parse(at) >= Date.parse(startedAt) - READ_MARGIN_MS && (finishedAt === null || at < finishedAt);
}

function toRun({ run, startedAt, finishedAt }: RunMark): RunMark {
  return { run, startedAt, finishedAt };
}
