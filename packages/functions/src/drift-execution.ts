import { BASELINE_MARK, type JsonValue, type ServiceState } from '@podguard/core';
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
  /** When a run reported last, or where none ever did, when the first began. */
  reportedAt: time,
  /** Runs that came to their end, the newest last. */
  done: z.array(z.string()),
});

export type Execution = Readonly<z.output<typeof mark>>;

/** A run that has not ended by then never will: what it held back is told without it. */
export const LONGEST_RUN_MS = 24 * 60 * 60_000;
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
 * disturbed.
 */
export async function claimRun(state: State, asked: Asked, now: Date): Promise<'ours' | 'done' | 'busy'> {
  for (;;) {
    const value = await state.loadMark(EXECUTION_MARK);
    const last = readExecution(value);
    if (last?.run === asked.run && last.execution === asked.execution && last.finishedAt === null)
      return 'ours';
    if (await isDone(state, asked, last)) return 'done';
    if (last !== undefined && isUnderWay(last, now) && (last.run === asked.run || asked.by === 'schedule'))
      return 'busy';
    const startedAt = inSeconds(now);
    const claimed: Execution = {
      ...{ run: asked.run, execution: asked.execution, startedAt, finishedAt: null },
      over: overBefore(last).filter((run) => run !== asked.run),
      ...{ reportedAt: last?.reportedAt ?? startedAt, done: last?.done ?? [] },
    };
    if (await state.replaceMark(EXECUTION_MARK, value, claimed as unknown as JsonValue)) return 'ours';
  }
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
      ? { ...last, finishedAt, over: [...last.over, last.run].slice(-MOST_OVER) }
      : { ...last, finishedAt, reportedAt: finishedAt, done: [...last.done, last.run].slice(-MOST_DONE) };
    if (await state.replaceMark(EXECUTION_MARK, value, ended as unknown as JsonValue)) return;
  }
}

/** Hours since a run reported last; undefined where none ever began. */
export async function hoursSinceReport(
  state: Pick<State, 'loadMark'>,
  now: Date,
): Promise<number | undefined> {
  const last = readExecution(await state.loadMark(EXECUTION_MARK));
  return last && (now.getTime() - Date.parse(last.reportedAt)) / 3_600_000;
}

function overBefore(last: Execution | undefined): readonly string[] {
  if (last === undefined) return [];
  return last.finishedAt === null ? [...last.over, last.run].slice(-MOST_OVER) : last.over;
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

function inSeconds(time: Date): string {
  return time.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
