import { type JsonValue, type RunMark, readRunMark, type ServiceState } from '@podguard/core';
import { noteDeployed } from './deployed-mark.ts';
import { toMessageBody } from './message-body.ts';
import { isStartEvent, parseRejudgeAllMessage, type RejudgeAllMessage, type StartEvent } from './messages.ts';
import type { Queue } from './queue.ts';
import { isRunning, READING_MARKS, REJUDGE_MARK } from './run-mark.ts';
import { isSettled, type SettledDeps, unsettled } from './settled.ts';

export interface RejudgeDeps extends SettledDeps {
  readonly state: ServiceState;
  /** What this version judges with. */
  readonly judgedWith: string;
  /** Its settings about repairs. */
  readonly remediatedWith: string;
  readonly evaluateQueue: Queue;
  readonly rejudgeQueue: Queue;
  /** `notes`: what is missing in it. */
  readonly tellQuiet: (notes: readonly string[]) => Promise<number>;
  readonly now: () => Date;
}

export type RejudgeStep =
  | { readonly step: 'started' | 'stale' | 'waiting' }
  | { readonly step: 'sent'; readonly sent: number }
  /** `settled`: all that was sent was judged, as far as could be seen. */
  | { readonly step: 'finished'; readonly settled: boolean; readonly digested: number };

export interface Rejudge {
  start(run: string): Promise<RejudgeStep>;
  step(message: RejudgeAllMessage, remainingMs: () => number): Promise<RejudgeStep>;
}

const ANSWER_MS = 15_000;
const CHECK_SECONDS = 60;
/** SQS's counts are right a minute after the last sending at the latest, so one look is not enough. */
const CALM_CHECKS = 2;
/**
 * How often it is looked in each pass, a quarter of an hour in all: what is judged later is told by a sweep. What was judged by
 * an old version's function while it was replaced, or failed, is sent again by the next pass.
 */
const MOST_CHECKS = [9, 3, 3];

/** Creates what has everything judged again that was judged with another catalogue or configuration, message by message. */
export function createRejudge(deps: RejudgeDeps): Rejudge {
  return {
    async start(run) {
      await noteDeployed(deps.state, deps);
      return startRejudge(deps, run);
    },
    async step(message, remainingMs) {
      const mark = await deps.state.loadMark(REJUDGE_MARK);
      const run = readRunMark(mark);
      if (mark === undefined || run?.run !== message.run || run.finishedAt !== null) return { step: 'stale' };
      return message.settling === undefined
        ? sendPages(deps, { message, run, mark, remainingMs })
        : settle(deps, { message, run, mark });
    },
  };
}

/** Begins a run; one that has ended is not begun again. */
export async function startRejudge(
  deps: Pick<RejudgeDeps, 'state' | 'rejudgeQueue' | 'now'>,
  run: string,
): Promise<RejudgeStep> {
  const mark = readRunMark(await deps.state.loadMark(REJUDGE_MARK));
  if (mark?.run !== run)
    await deps.state.saveMark(REJUDGE_MARK, { run, startedAt: deps.now().toISOString(), finishedAt: null });
  else if (mark.finishedAt !== null) return { step: 'stale' };
  await proceed(deps, { podguard: 'rejudge-all', run, pass: 0, sent: 0 });
  return { step: 'started' };
}

interface Step {
  readonly message: RejudgeAllMessage;
  readonly run: RunMark;
  /** As it was loaded. */
  readonly mark: JsonValue;
}

/** Goes on through the table. A pass that finds nothing is the last. */
async function sendPages(
  deps: RejudgeDeps,
  { message, run, mark, remainingMs }: Step & { readonly remainingMs: () => number },
): Promise<RejudgeStep> {
  let { from, sent } = message;
  do {
    const { keys, next } = await deps.state.listJudgedOtherwise(deps.judgedWith, from);
    await deps.evaluateQueue.send(keys.map((key) => ({ body: toMessageBody({ podguard: 'rejudge', key }) })));
    sent += keys.length;
    from = next;
  } while (from !== undefined && remainingMs() > ANSWER_MS);
  const { pass } = message;
  if (from !== undefined) await proceed(deps, { podguard: 'rejudge-all', run: run.run, pass, sent, from });
  else if (sent === 0) return finish(deps, { run, mark }, pass === 0 || (await isSettled(deps)));
  else {
    const settling = { checks: 0, calm: 0 };
    await proceed(deps, { podguard: 'rejudge-all', run: run.run, pass, sent, settling }, CHECK_SECONDS);
  }
  return { step: 'sent', sent };
}

async function settle(deps: RejudgeDeps, { message, run, mark }: Step): Promise<RejudgeStep> {
  const checks = (message.settling?.checks ?? 0) + 1;
  const calm = (await isSettled(deps)) ? (message.settling?.calm ?? 0) + 1 : 0;
  if (calm < CALM_CHECKS && checks < (MOST_CHECKS[message.pass] ?? 0))
    await proceed(deps, { ...message, settling: { checks, calm } }, CHECK_SECONDS);
  else if (message.pass + 1 < MOST_CHECKS.length)
    await proceed(deps, { podguard: 'rejudge-all', run: message.run, pass: message.pass + 1, sent: 0 });
  else return finish(deps, { run, mark }, calm >= CALM_CHECKS);
  return { step: 'waiting' };
}

async function finish(
  deps: RejudgeDeps,
  { run, mark }: Omit<Step, 'message'>,
  settled: boolean,
): Promise<RejudgeStep> {
  const held = await isRunning(deps.state, READING_MARKS, deps.now());
  const left = settled ? [] : await unsettled(deps);
  const notes = left.map(({ what, reason }) => `not known: ${what}: ${reason}`);
  const digested = held ? 0 : await deps.tellQuiet(notes);
  const finishedAt = deps.now().toISOString();
  // A run that began meanwhile is under way.
  const ended = await deps.state.replaceMark(REJUDGE_MARK, mark, { ...run, finishedAt });
  return ended ? { step: 'finished', settled, digested } : { step: 'stale' };
}

async function proceed(
  deps: Pick<RejudgeDeps, 'rejudgeQueue'>,
  message: RejudgeAllMessage,
  delaySeconds?: number,
): Promise<void> {
  const body = toMessageBody(message);
  await deps.rejudgeQueue.send([delaySeconds === undefined ? { body } : { body, delaySeconds }]);
}

/** Takes the deployment's call or the messages of the queue; a message that fails comes again, with those after it. */
export async function takeRejudge(
  rejudge: Rejudge,
  event: StartEvent | { readonly Records: readonly { readonly body: string }[] },
  remainingMs: () => number,
): Promise<readonly RejudgeStep[]> {
  if (isStartEvent(event)) return [await rejudge.start(event.start)];
  const steps: RejudgeStep[] = [];
  for (const { body } of event.Records)
    steps.push(await rejudge.step(parseRejudgeAllMessage(body), remainingMs));
  return steps;
}
