import { BASELINE_MARK, readBaseline, type ServiceState } from '@podguard/core';
import { type PageDeps, readPage } from './baseline-pages.ts';
import {
  type BaselineRun,
  inSeconds,
  keepAfter,
  newRun,
  OvertakenError,
  parseRun,
  type Step,
  toMark,
} from './baseline-run.ts';
import { type FinishDeps, finish, settled } from './baseline-settle.ts';
import {
  type BaselineMessage,
  isStartEvent,
  parseBaselineMessage,
  type StartEvent,
  toMessageBody,
} from './messages.ts';
import { MAX_DELAY_SECONDS, type Queue } from './queue.ts';

export interface BaselineDeps extends PageDeps, FinishDeps {
  readonly state: ServiceState;
  readonly now: () => Date;
  /** What is listed first, in order. */
  readonly plan: readonly Step[];
  /** The baseline's own, by which a run goes on. */
  readonly queue: Queue;
}

/** `stale`: another message goes on with the run, or another run began, or it has finished. */
export type BaselineStep = 'started' | 'stale' | 'reading' | 'settling' | 'finished';

export interface Baseline {
  /** Begins a run, whatever is under way; one that was begun under this id goes on where it is, and one that has finished stays so. */
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
 * sent before the mark names it: a crash at any moment leaves one that goes on. Of two that are at work the mark lets one
 * go on, the one that began later.
 */
export function createBaseline(deps: BaselineDeps): Baseline {
  const { state, now, plan, queue } = deps;

  const send = async (run: string, step: number, delaySeconds = 0): Promise<void> => {
    const body = toMessageBody({ podguard: 'baseline', run, step });
    await queue.send([{ body, delaySeconds }]);
  };
  const load = async () => parseRun(await state.loadMark(BASELINE_MARK));

  const work = async (
    { run: id, step }: BaselineMessage,
    found: BaselineRun,
    remainingMs: () => number,
  ): Promise<BaselineStep> => {
    const keep = keepAfter(found, state);
    const handOver = async (last: BaselineRun, delaySeconds: number): Promise<void> => {
      await send(id, step + 1, delaySeconds);
      await keep({ ...last, step: step + 1 });
    };
    let run = await keep({ ...found, step, begun: found.begun + 1 });
    for (let at = run.todo[0]; at !== undefined; at = run.todo[0]) {
      const page = await readPage(run, at, deps, keep);
      const goesOn = !page.again && remainingMs() >= RESERVE_MS;
      // The next page is begun with this message.
      run = await keep(goesOn ? { ...page.run, begun: 1 } : page.run);
      if (goesOn) continue;
      await handOver(run, page.again ? LATER_SECONDS : 0);
      return 'reading';
    }
    if (run.phase !== 'telling') {
      const looked = await settled(run, deps);
      if (looked.phase === 'settling') {
        await handOver(looked, SETTLING_SECONDS);
        return 'settling';
      }
      run = await keep(looked);
    }
    await finish(run, deps, keep);
    return 'finished';
  };

  const start = async (id: string): Promise<BaselineStep> => {
    const mark = await state.loadMark(BASELINE_MARK);
    const found = parseRun(mark);
    if (found?.run === id) {
      if (found.finishedAt !== null) return 'stale';
      const step = found.step + 1;
      // Not sooner than the next look at what is judged.
      await send(id, step, SETTLING_SECONDS);
      // What is out, or at work, is older than that, and stops.
      const isNext = await state.replaceMark(BASELINE_MARK, toMark(found), toMark({ ...found, step }));
      return isNext ? 'started' : start(id);
    }
    const begun = newRun(id, { startedAt: inSeconds(now()), todo: plan, before: readBaseline(mark) });
    await state.saveMark(BASELINE_MARK, toMark(begun));
    await send(id, 0);
    return 'started';
  };

  return {
    start,
    async proceed(message, remainingMs) {
      const { run: id, step } = message;
      const isOurs = (run: BaselineRun | undefined) => run?.run === id && run.finishedAt === null;
      const found = await load();
      if (found === undefined || !isOurs(found) || step < found.step) return 'stale';
      try {
        return await work(message, found, remainingMs);
      } catch (error) {
        if (!(error instanceof OvertakenError)) throw error;
        const other = await load();
        // The same message is at work elsewhere. By then it is over: should it have crashed, this one goes on.
        if (isOurs(other) && other?.step === step) await send(id, step, MAX_DELAY_SECONDS);
        return 'stale';
      }
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
