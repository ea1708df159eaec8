import type { ServiceState } from '@podguard/core';
import { type PageDeps, readPage } from './baseline-pages.ts';
import { inSeconds, loadRun, newRun, type Step, saveRun } from './baseline-run.ts';
import { type FinishDeps, finish, settled } from './baseline-settle.ts';
import {
  type BaselineMessage,
  isStartEvent,
  parseBaselineMessage,
  type StartEvent,
  toMessageBody,
} from './messages.ts';
import type { Queue } from './queue.ts';

export interface BaselineDeps extends PageDeps, FinishDeps {
  readonly state: ServiceState;
  readonly now: () => Date;
  /** What is listed first, in order. */
  readonly plan: readonly Step[];
  /** The baseline's own, by which a run goes on. */
  readonly queue: Queue;
}

/** `stale`: there was nothing to do, because another message goes on with the run, or it has finished. */
export type BaselineStep = 'started' | 'stale' | 'reading' | 'settling' | 'finished';

export interface Baseline {
  /** Begins a run; one that was begun under this id goes on where it is, and one that has finished stays so. */
  start(id: string): Promise<BaselineStep>;
  /** Works for a run until little time is left. */
  proceed(message: BaselineMessage, remainingMs: () => number): Promise<BaselineStep>;
}

/** A page takes seconds; one in whose middle the function ends is read again. */
const RESERVE_MS = 120_000;
const LATER_SECONDS = 30;
/** How late SQS may be in counting: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
const SETTLING_SECONDS = 60;

/**
 * Creates the first reading of a whole account. Where it is, its mark tells; a message only says that it goes on. The next is
 * sent before the mark names it: a crash at any moment leaves one that goes on.
 */
export function createBaseline(deps: BaselineDeps): Baseline {
  const { state, now, plan, queue } = deps;

  const send = async (run: string, step: number, delaySeconds = 0): Promise<void> => {
    const body = toMessageBody({ podguard: 'baseline', run, step });
    await queue.send([{ body, delaySeconds }]);
  };

  return {
    async start(id) {
      const before = await loadRun(state);
      if (before?.run === id) {
        if (before.finishedAt !== null) return 'stale';
        await send(id, before.step);
        return 'started';
      }
      await saveRun(state, newRun(id, inSeconds(now()), plan));
      await send(id, 0);
      return 'started';
    },

    async proceed({ run: id, step }, remainingMs) {
      let run = await loadRun(state);
      if (run === undefined || run.run !== id || run.finishedAt !== null || step < run.step) return 'stale';
      run = { ...run, step, begun: run.begun + 1 };
      await saveRun(state, run);
      for (let at = run.todo[0]; at !== undefined; at = run.todo[0]) {
        const page = await readPage(run, at, deps);
        run = page.run;
        await saveRun(state, run);
        if (!page.again && remainingMs() >= RESERVE_MS) continue;
        await send(id, step + 1, page.again ? LATER_SECONDS : 0);
        return 'reading';
      }
      if (run.phase === 'reading' || run.phase === 'settling') {
        run = await settled(run, deps);
        await saveRun(state, run);
      }
      if (run.phase === 'settling') {
        await send(id, step + 1, SETTLING_SECONDS);
        return 'settling';
      }
      await finish(run, deps);
      return 'finished';
    },
  };
}

/** Takes the deployment's call or the messages of the queue; a message that fails comes again, with those after it. */
export async function takeBaseline(
  baseline: Baseline,
  event: StartEvent | { readonly Records: readonly { readonly body: string }[] },
  remainingMs: () => number,
): Promise<readonly BaselineStep[]> {
  if (isStartEvent(event)) return [await baseline.start(event.start)];
  const steps: BaselineStep[] = [];
  for (const { body } of event.Records)
    steps.push(await baseline.proceed(parseBaselineMessage(body), remainingMs));
  return steps;
}
