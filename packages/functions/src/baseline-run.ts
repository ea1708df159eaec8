import { BASELINE_MARK, type Baseline, type JsonValue, type ServiceState } from '@podguard/core';
import * as z from 'zod/mini';

/** What is listed where: of a region's clusters, of one of them, or of the account. */
const step = z.strictObject({
  listing: z.string(),
  region: z.string(),
  cluster: z.optional(z.string()),
});

const gap = z.strictObject({ what: z.string(), reason: z.string() });

const time = z.iso.datetime();
const mark = { run: z.string(), startedAt: time, finishedAt: z.nullable(time) };

const run = z.strictObject({
  ...mark,
  /** Those before it that came to their end. */
  earlier: z.array(z.strictObject(mark)),
  phase: z.enum(['reading', 'settling', 'telling']),
  /** The message whose turn it is: an older one has nothing to do. */
  step: z.int(),
  /** What is still to be listed, the first of them from `token` on. */
  todo: z.array(step),
  token: z.nullable(z.string()),
  /** The pages of it that are over. */
  page: z.int(),
  /** What the page at hand told of what comes after it: where the listing goes on, and what else is to be listed. */
  after: z.nullable(z.strictObject({ token: z.nullable(z.string()), steps: z.array(step) })),
  /** How often the page at hand was begun by a message that did not come to its end, and how often it failed. */
  begun: z.int(),
  failed: z.int(),
  pages: z.int(),
  resources: z.int(),
  gaps: z.array(gap),
  moreGaps: z.int(),
  settlingSince: z.nullable(z.string()),
  calm: z.int(),
});

export type Step = Readonly<z.output<typeof step>>;
/** The mark `baseline`: where a run is. */
export type BaselineRun = Readonly<z.output<typeof run>>;

const MOST_EARLIER = 500;

/** `before`: the last one, whatever version wrote it. */
export function newRun(
  id: string,
  {
    startedAt,
    todo,
    before,
  }: {
    readonly startedAt: string;
    readonly todo: readonly Step[];
    readonly before: Baseline | undefined;
  },
): BaselineRun {
  return {
    run: id,
    startedAt,
    finishedAt: null,
    earlier: finishedOf(before).slice(-MOST_EARLIER),
    phase: 'reading',
    step: 0,
    todo: [...todo],
    token: null,
    page: 0,
    after: null,
    begun: 0,
    failed: 0,
    pages: 0,
    resources: 0,
    gaps: [],
    moreGaps: 0,
    settlingSince: null,
    calm: 0,
  };
}

function finishedOf(before: Baseline | undefined): BaselineRun['earlier'] {
  if (before === undefined) return [];
  const { run, startedAt, finishedAt, earlier } = before;
  return finishedAt === null ? [...earlier] : [...earlier, { run, startedAt, finishedAt }];
}

/** The last run; one that another version wrote counts for none. */
export function parseRun(mark: JsonValue | undefined): BaselineRun | undefined {
  return run.safeParse(mark).data;
}

/** Saves where a run is; throws `OvertakenError` where somebody else has said so meanwhile. */
export type Keep = (now: BaselineRun) => Promise<BaselineRun>;

export class OvertakenError extends Error {
  override readonly name = 'OvertakenError';
}

/** Creates what saves each after the one before, the first after the one that was loaded. */
export function keepAfter(loaded: BaselineRun, state: Pick<ServiceState, 'replaceMark'>): Keep {
  let last = loaded;
  return async (now) => {
    if (!(await state.replaceMark(BASELINE_MARK, toMark(last), toMark(now))))
      throw new OvertakenError(`the run ${now.run} goes on elsewhere`);
    last = now;
    return now;
  };
}

export function toMark(run: BaselineRun): JsonValue {
  return run as unknown as JsonValue;
}

/** A mark is one item of the table. */
const MOST_GAPS = 500;
const MOST_REASON = 300;

export function withGap(now: BaselineRun, { what, reason }: Readonly<z.output<typeof gap>>): BaselineRun {
  if (now.gaps.length >= MOST_GAPS) return { ...now, moreGaps: now.moreGaps + 1 };
  return { ...now, gaps: [...now.gaps, { what, reason: reason.slice(0, MOST_REASON) }] };
}

/** The page at hand is over, and with the last one of a listing its step. */
export function withoutPage(
  now: BaselineRun,
  { token, steps }: NonNullable<BaselineRun['after']>,
): BaselineRun {
  const [at, ...rest] = now.todo;
  const todo = at === undefined || token === null ? [...steps, ...rest] : [at, ...steps, ...rest];
  const page = token === null ? 0 : now.page + 1;
  return { ...now, todo, token, page, after: null, begun: 0, failed: 0 };
}

export function inSeconds(time: Date): string {
  return time.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
