import { type Remediation, ServiceError } from '@podguard/core';
import type { Remediating } from '@podguard/remediate';
import type { Failures, Received } from './evaluate.ts';
import { toMessageBody } from './message-body.ts';
import { parseRemediateMessage } from './messages.ts';
import type { Report } from './notice.ts';
import { backOffSeconds } from './patience.ts';
import { MAX_DELAY_SECONDS, type Queue } from './queue.ts';
import type { RemediateMessage } from './remediate-message.ts';

export interface RemediateQueueDeps {
  readonly remediating: () => Promise<Pick<Remediating, 'begin' | 'proceed' | 'watch' | 'sweep'>>;
  /** The one that it takes its messages from. */
  readonly queue: Queue;
  /** Tells what shadow mode recorded, where that is due. */
  readonly reportShadow: () => Promise<unknown>;
  /** The log's line of it. */
  readonly onRemediation: (remediation: Remediation) => void;
  readonly now: () => Date;
  /** 0 to 1: two that failed at once come again at different times. */
  readonly random: () => number;
  readonly report: Report;
}

export interface TookRemediate {
  /** By the message's id: those are to be handed out again. */
  readonly failures: Failures;
  /** After so many seconds, by the same id: the queue by itself waits for longer than the function may run. */
  readonly delays: ReadonlyMap<string, number>;
}

/** So often the remediate queue hands out a message before it puts it aside: with the waits that is an hour and a half. */
export const REMEDIATE_RECEIVES = 10;

const MALFORMED_SECONDS = 5;

/** Changes by others reach us in seconds or some minutes. */
const WATCH_SECONDS = 180;
/** To read and judge one, and to report what shadow mode recorded. */
const SPARE_MS = 180_000;

/**
 * Creates what takes the remediate queue. Every message may come twice, or again after an end in the middle of it: what is
 * done is known by its record, and nothing is done twice.
 */
export function createRemediate(
  deps: RemediateQueueDeps,
): (batch: readonly Received[], remainingMs: () => number) => Promise<TookRemediate> {
  return async (batch, remainingMs) => {
    const failures = new Map<string, unknown>();
    const delays = new Map<string, number>();
    for (const { id, body, receives } of batch) {
      try {
        await take(deps, parseRemediateMessage(body), remainingMs);
      } catch (error) {
        deps.report({ kind: 'failed', what: `message ${id} of the remediate queue`, error });
        failures.set(id, error);
        delays.set(id, secondsUntilNext(error, receives, deps.random()));
      }
    }
    return { failures, delays };
  };
}

/** Whatever failed, somebody may mend it meanwhile; but for a message that says nothing. */
function secondsUntilNext(error: unknown, receives: number, random: number): number {
  const isOfMessage = error instanceof ServiceError && error.code === 'message-malformed';
  return isOfMessage ? MALFORMED_SECONDS : backOffSeconds(error, receives, random);
}

async function take(
  deps: RemediateQueueDeps,
  message: RemediateMessage,
  remainingMs: () => number,
): Promise<void> {
  if (message.step === 'sweep') return sweep(deps, remainingMs);
  if (message.step === 'begin' && message.notBefore !== undefined) {
    const time = new Date(message.notBefore);
    if (time > deps.now()) return sendAgain(deps, message, time);
  }
  const remediating = await deps.remediating();
  switch (message.step) {
    case 'begin': {
      const { podguard: _, step: __, notBefore: ___, ...ref } = message;
      const { remediation, again } = await remediating.begin(ref);
      if (again !== null) await sendAgain(deps, { ...message, notBefore: again.toISOString() }, again);
      return watchOver(deps, remediation);
    }
    case 'proceed':
      return watchOver(deps, await remediating.proceed(message.remediation));
    case 'watch': {
      const until = await remediating.watch(message.remediation);
      const next = new Date(deps.now().getTime() + WATCH_SECONDS * 1000);
      if (until !== null) await sendAgain(deps, message, until < next ? until : next);
    }
  }
}

/** What fails is counted, and holds up nothing else; it is not handed back, since the next sweep is due before it would come again. */
async function sweep(deps: RemediateQueueDeps, remainingMs: () => number): Promise<void> {
  const how = {
    // Each may take as long as the function lives.
    handOn: (remediation: string) =>
      deps.queue.send([{ body: toMessageBody({ podguard: 'remediate', step: 'proceed', remediation }) }]),
    mayGoOn: () => remainingMs() > SPARE_MS,
  };
  const parts = [
    ['the sweep of remediations', async () => (await deps.remediating()).sweep(how)],
    ['the report of shadow mode', deps.reportShadow],
  ] as const;
  for (const [what, work] of parts) {
    try {
      await work();
    } catch (failed) {
      const errors: readonly unknown[] = failed instanceof AggregateError ? failed.errors : [failed];
      for (const error of errors) deps.report({ kind: 'failed', what, error });
    }
  }
}

/** Of what was done or undone it is looked whether others changed it meanwhile. */
async function watchOver(deps: RemediateQueueDeps, remediation: Remediation | undefined): Promise<void> {
  if (remediation === undefined) return;
  deps.onRemediation(remediation);
  if ((remediation.applied ?? remediation.undone) === null) return;
  const message = { podguard: 'remediate', step: 'watch', remediation: remediation.id } as const;
  await deps.queue.send([{ body: toMessageBody(message), delaySeconds: WATCH_SECONDS }]);
}

/** Not before that time; what lies further away than a queue can delay comes back until then. */
async function sendAgain({ queue, now }: RemediateQueueDeps, message: RemediateMessage, at: Date) {
  const seconds = Math.ceil((at.getTime() - now().getTime()) / 1000);
  const delaySeconds = Math.min(MAX_DELAY_SECONDS, Math.max(1, seconds));
  await queue.send([{ body: toMessageBody(message), delaySeconds }]);
}
