import { BASELINE_MARK, inSeconds, type JsonValue, type ServiceState } from '@podguard/core';
import { LONGEST_RUN_SECONDS } from '@podguard/deployment';
import type { DriftRun } from '@podguard/drift';
import * as z from 'zod/mini';

/** Which execution of the state machine reads the account, or did last. As a mark of a run it holds quiet digests back. */
export const EXECUTION_MARK = 'drift-execution';

const time = z.iso.datetime();
const mark = z.strictObject({
  run: z.string(),
  startedAt: time,
  finishedAt: z.nullable(time),
  /** The execution's ARN. */
  execution: z.string(),
  /** Runs that ended without a report: they failed, or another one took their place. */
  over: z.array(z.string()),
  /** Those of them that ended since a run reported last: what they found is in no report yet. */
  unreported: z._default(z.array(z.strictObject({ run: z.string(), execution: z.string() })), []),
  /** When a run reported last, or where none ever did, when the first began. */
  reportedAt: time,
  /** Runs that came to their end, the newest last. */
  done: z.array(z.string()),
});

export type Execution = Readonly<z.output<typeof mark>>;

/** Step Functions ended a run by then, whatever it says of itself: what it held back is told without it. */
export const LONGEST_RUN_MS = LONGEST_RUN_SECONDS * 1000;
const MOST_DONE = 100;
const MOST_OVER = 20;

type State = Pick<ServiceState, 'loadMark' | 'replaceMark'>;

export interface Asked {
  readonly run: string;
  readonly kind?: DriftRun['kind'] | undefined;
  /** One that is due does not take the place of one that is under way; one that somebody asks for does. */
  readonly by: 'schedule' | 'start';
  readonly execution: string;
}

export function readExecution(value: JsonValue | undefined): Execution | undefined {
  return mark.safeParse(value).data;
}

/**
 * Makes a run this execution's. `done`: it was reported; `busy`: another execution is at work, on this run or on one that is not to be
 * disturbed; `early`: it is the first that is due, right when its schedule was made, while the deploy goes on, which starts one at
 * its end.
 */
export async function claimRun(
  state: State,
  asked: Asked,
  now: Date,
): Promise<'ours' | 'done' | 'busy' | 'early'> {
  for (;;) {
    const value = await state.loadMark(EXECUTION_MARK);
    const last = readExecution(value);
    if (last?.run === asked.run && last.execution === asked.execution && last.finishedAt === null)
      return 'ours';
    if (await isDone(state, asked, last)) return 'done';
    if (wasEarly(asked, last)) return 'early';
    if (last !== undefined && isUnderWay(last, now) && (last.run === asked.run || asked.by === 'schedule'))
      return 'busy';
    const isEarly = asked.by === 'schedule' && (await isNew(state, value));
    const startedAt = inSeconds(now);
    const claimed: Execution = {
      ...{ run: asked.run, execution: asked.execution, startedAt, finishedAt: isEarly ? startedAt : null },
      over: overBefore(last).filter((run) => run !== asked.run),
      unreported: unreportedBefore(last),
      ...{ reportedAt: last?.reportedAt ?? startedAt, done: last?.done ?? [] },
    };
    if (await state.replaceMark(EXECUTION_MARK, value, claimed as unknown as JsonValue))
      return isEarly ? 'early' : 'ours';
  }
}

/** The executions whose findings are in no report, the oldest first. */
export async function listUnreported(
  state: Pick<State, 'loadMark'>,
): Promise<readonly Pick<Execution, 'run' | 'execution'>[]> {
  return readExecution(await state.loadMark(EXECUTION_MARK))?.unreported ?? [];
}

/** Whether this execution still has the run: another may have taken its place. */
export async function isOurs(state: Pick<State, 'loadMark'>, execution: string): Promise<boolean> {
  const last = readExecution(await state.loadMark(EXECUTION_MARK));
  return last?.execution === execution;
}

/** Says that the run of this execution is over; of another one's nothing. */
export async function endRun(
  state: State,
  execution: string,
  now: Date,
  { failed }: { readonly failed: boolean },
): Promise<void> {
  for (;;) {
    const value = await state.loadMark(EXECUTION_MARK);
    const last = readExecution(value);
    if (last?.execution !== execution || last.finishedAt !== null) return;
    const finishedAt = inSeconds(now);
    const ended: Execution = failed
      ? { ...last, finishedAt, over: overBefore(last), unreported: unreportedBefore(last) }
      : {
          ...{ ...last, finishedAt, reportedAt: finishedAt, unreported: [] },
          done: [...last.done, last.run].slice(-MOST_DONE),
        };
    if (await state.replaceMark(EXECUTION_MARK, value, ended as unknown as JsonValue)) return;
  }
}

/** Hours since a run reported last; where none ever did, since the first began, and undefined where none ever began. */
export async function hoursSinceReport(
  state: Pick<State, 'loadMark'>,
  now: Date,
): Promise<{ readonly hours: number; readonly everReported: boolean } | undefined> {
  const last = readExecution(await state.loadMark(EXECUTION_MARK));
  if (last === undefined) return undefined;
  const hours = (now.getTime() - Date.parse(last.reportedAt)) / 3_600_000;
  return { hours, everReported: last.done.length > 0 };
}

function overBefore(last: Execution | undefined): Execution['over'] {
  if (last === undefined) return [];
  return last.finishedAt === null ? [...last.over, last.run].slice(-MOST_OVER) : last.over;
}

function unreportedBefore(last: Execution | undefined): Execution['unreported'] {
  if (last === undefined) return [];
  const { run, execution, finishedAt, unreported } = last;
  return finishedAt === null ? [...unreported, { run, execution }].slice(-MOST_OVER) : unreported;
}

function wasEarly({ run, by }: Asked, last: Execution | undefined): boolean {
  return by === 'schedule' && last?.run === run && last.finishedAt !== null && !last.over.includes(run);
}

/** A table of which no version of the service ever read the account. */
async function isNew(state: Pick<State, 'loadMark'>, mark: JsonValue | undefined): Promise<boolean> {
  return mark === undefined && (await state.loadMark(BASELINE_MARK)) === undefined;
}

/** A baseline may come again under its id, when the watched regions are again what they were. */
async function isDone(
  state: Pick<State, 'loadMark'>,
  { run, kind }: Asked,
  last: Execution | undefined,
): Promise<boolean> {
  if (last?.over.includes(run)) return false;
  if (kind !== 'baseline') return last?.done.includes(run) ?? false;
  const baseline = finishedSchema.safeParse(await state.loadMark(BASELINE_MARK)).data;
  return baseline?.run === run;
}

const finishedSchema = z.looseObject({ run: z.string(), finishedAt: time });

function isUnderWay({ startedAt, finishedAt }: Execution, now: Date): boolean {
  return finishedAt === null && now.getTime() - Date.parse(startedAt) < LONGEST_RUN_MS;
}
