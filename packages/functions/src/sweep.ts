import { gather, isDue, ServiceError, type ServiceState, type Store, throwAll } from '@podguard/core';
import * as z from 'zod/mini';
import type { Dispatch } from './dispatch.ts';
import { hoursSinceReport } from './drift-execution.ts';
import { isReplaying } from './replay-mark.ts';
import { isRunning, READING_MARKS, REJUDGE_MARK } from './run-mark.ts';

export interface SweepDeps {
  readonly store: Store;
  readonly state: Pick<ServiceState, 'loadMark' | 'saveMark'>;
  readonly dispatch: Dispatch;
  readonly tellQuiet: () => Promise<number>;
  /** Marks what is exempt now, or no longer: the stream tells of it. What it has no time for it leaves to the next sweep. */
  readonly applyExemptions: (hasTime: () => boolean) => Promise<number>;
  /** What else is told by the clock, each by itself, while no run over everything is under way. */
  readonly tellByClock: readonly (() => Promise<unknown>)[];
  /** Has what lies of remediations gone on with; absent: there are none. */
  readonly wakeRemediate?: () => Promise<unknown>;
  readonly now: () => Date;
}

export interface Swept {
  /** What was found waiting and looked at. */
  readonly dispatched: number;
  /** What should be done by now and is not: how many, and for how long as sweeps saw it, in seconds. */
  readonly pending: number;
  readonly oldestSeconds: number;
  /** How many transitions the digest told. */
  readonly digested: number;
  /** How many items were marked because an exemption began or ended. */
  readonly exempted: number;
  /** Hours since the account was last reported of; undefined where no run ever began. */
  readonly sinceReport: number | undefined;
  readonly failures: readonly unknown[];
}

const AT_ONCE = 64;
const ANSWER_MS = 15_000;
const MOST_SEEN = 500;
const SWEEP_MARK = 'sweep';
const seenSchema = z.record(z.string(), z.string());

/** Creates what looks after what stayed pending: the stream told of it, and something went wrong. What has no time is left to the next. */
export function createSweep(deps: SweepDeps): (remainingMs: () => number) => Promise<Swept> {
  return async (remainingMs) => {
    const hasTime = () => remainingMs() > ANSWER_MS;
    const failures: unknown[] = [];
    let dispatched = 0;
    for await (const keys of chunks(deps.store.listPending(), AT_ONCE)) {
      if (!hasTime()) break;
      const failed = await deps.dispatch(keys.map((key) => ({ id: key, key })));
      failures.push(...failed.values());
      dispatched += keys.length;
    }
    const left = await leftOver(deps, hasTime);
    const now = deps.now();
    const running =
      (await isRunning(deps.state, [...READING_MARKS, REJUDGE_MARK], now)) ||
      (await isReplaying(deps.state, now));
    let [digested, exempted] = [0, 0];
    const digest = async (): Promise<void> => {
      if (!running) digested = await deps.tellQuiet();
    };
    const apply = async (): Promise<void> => {
      exempted = await deps.applyExemptions(hasTime);
    };
    const wake = async (): Promise<unknown> => deps.wakeRemediate?.();
    const jobs = [wake, digest, apply, ...(running ? [] : deps.tellByClock)];
    await gather(Object.keys(jobs), async (index) => hasTime() && jobs[Number(index)]?.(), failures);
    const sinceReport = (await hoursSinceReport(deps.state, now))?.hours;
    return { dispatched, ...left, digested, exempted, sinceReport, failures };
  };
}

/** Says, in the end, what failed of some. */
export function throwFailures({ failures }: Swept): void {
  throwAll(failures);
}

/** What is due and still pending, and since when: an item does not say it. */
async function leftOver(
  { store, state, now }: SweepDeps,
  hasTime: () => boolean,
): Promise<Pick<Swept, 'pending' | 'oldestSeconds'>> {
  const at = now();
  const { data: before = {} } = seenSchema.safeParse(await state.loadMark(SWEEP_MARK));
  const seen: Record<string, string> = {};
  let pending = 0;
  for await (const key of store.listPending()) {
    if (!hasTime()) break;
    if (!(await isLeft(store, key, at))) continue;
    pending += 1;
    if (pending <= MOST_SEEN) seen[key] = before[key] ?? at.toISOString();
  }
  if (Object.keys(before).length + pending > 0) await state.saveMark(SWEEP_MARK, seen);
  const oldest = Object.values(seen).sort()[0];
  return { pending, oldestSeconds: oldest === undefined ? 0 : (at.getTime() - Date.parse(oldest)) / 1000 };
}

/** What cannot be read is left, too: dispatching it said why. */
async function isLeft(store: Store, key: string, at: Date): Promise<boolean> {
  try {
    const item = await store.load(key);
    return item !== undefined && isDue(item, at);
  } catch (error) {
    if (error instanceof ServiceError) return true;
    throw error;
  }
}

async function* chunks<T>(all: AsyncIterable<T>, size: number): AsyncIterable<readonly T[]> {
  let chunk: T[] = [];
  for await (const one of all) {
    chunk.push(one);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
