import { BASELINE_MARK, type JsonValue, type ServiceState } from '@podguard/core';
import * as z from 'zod';

/** What is listed where: of a region's clusters, of one of them, or of the account. */
const step = z.strictObject({
  listing: z.string(),
  region: z.string(),
  cluster: z.string().optional(),
});

const gap = z.strictObject({ what: z.string(), reason: z.string() });

const run = z.strictObject({
  run: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  phase: z.enum(['reading', 'settling', 'telling', 'told']),
  /** The message whose turn it is: an older one has nothing to do. */
  step: z.int(),
  /** What is still to be listed, the first of them from `token` on. */
  todo: z.array(step),
  token: z.string().nullable(),
  /** How often the page at hand was begun by a message that did not come to its end, and how often it failed. */
  begun: z.int(),
  failed: z.int(),
  pages: z.int(),
  resources: z.int(),
  gaps: z.array(gap),
  moreGaps: z.int(),
  settlingSince: z.string().nullable(),
  calm: z.int(),
  /** Written down before it is sent: after a crash the same is sent again. */
  digest: z.record(z.string(), z.unknown()).nullable(),
  /** How many further marks hold the ids of what it tells. */
  digestParts: z.int(),
});

export type Step = Readonly<z.output<typeof step>>;
/** The mark `baseline`: where a run is. */
export type BaselineRun = Readonly<z.output<typeof run>>;

export type RunState = Pick<ServiceState, 'loadMark' | 'saveMark'>;

export function newRun(id: string, startedAt: string, todo: readonly Step[]): BaselineRun {
  return {
    run: id,
    startedAt,
    finishedAt: null,
    phase: 'reading',
    step: 0,
    todo: [...todo],
    token: null,
    begun: 0,
    failed: 0,
    pages: 0,
    resources: 0,
    gaps: [],
    moreGaps: 0,
    settlingSince: null,
    calm: 0,
    digest: null,
    digestParts: 0,
  };
}

/** The last run; one that another version wrote counts for none. */
export async function loadRun(state: RunState): Promise<BaselineRun | undefined> {
  return run.safeParse(await state.loadMark(BASELINE_MARK)).data;
}

export async function saveRun(state: RunState, now: BaselineRun): Promise<void> {
  await state.saveMark(BASELINE_MARK, now as unknown as JsonValue);
}

/** A mark is one item of the table. */
const MOST_GAPS = 500;
const MOST_REASON = 300;

export function withGap(now: BaselineRun, what: string, reason: string): BaselineRun {
  if (now.gaps.length >= MOST_GAPS) return { ...now, moreGaps: now.moreGaps + 1 };
  return { ...now, gaps: [...now.gaps, { what, reason: reason.slice(0, MOST_REASON) }] };
}

/** The step at hand is over. */
export function withoutStep(now: BaselineRun): BaselineRun {
  return { ...now, todo: now.todo.slice(1), token: null, begun: 0, failed: 0 };
}

export function inSeconds(time: Date): string {
  return time.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
