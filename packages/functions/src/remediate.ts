import type { Remediation } from '@podguard/core';
import type { Remediating } from '@podguard/remediate';
import type { Failures, Received } from './evaluate.ts';
import { parseRemediateMessage, toMessageBody } from './messages.ts';
import type { Report } from './notice.ts';
import { secondsUntilRetry } from './patience.ts';
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

/** Changes by others reach us in seconds or some minutes. */
const WATCH_SECONDS = 180;

/**
 * Creates what takes the remediate queue. Every message may come twice, or again after an end in the middle of it: what is
 * done is known by its record, and nothing is done twice.
 */
export function createRemediate(
  deps: RemediateQueueDeps,
): (batch: readonly Received[]) => Promise<TookRemediate> {
  return async (batch) => {
    const failures = new Map<string, unknown>();
    const delays = new Map<string, number>();
    for (const { id, body, receives } of batch) {
      try {
        await take(deps, parseRemediateMessage(body));
      } catch (error) {
        deps.report({ kind: 'failed', what: `message ${id} of the remediate queue`, error });
        failures.set(id, error);
        delays.set(id, secondsUntilRetry(error, receives, deps.random()));
      }
    }
    return { failures, delays };
  };
}

async function take(deps: RemediateQueueDeps, message: RemediateMessage): Promise<void> {
  const remediating = await deps.remediating();
  switch (message.step) {
    case 'begin': {
      const { podguard: _, step: __, ...ref } = message;
      const { remediation, again } = await remediating.begin(ref);
      if (again !== null) await sendAgain(deps, message, again);
      return watchOver(deps, remediation);
    }
    case 'proceed':
      return watchOver(deps, await remediating.proceed(message.remediation));
    case 'watch': {
      const until = await remediating.watch(message.remediation);
      const next = new Date(deps.now().getTime() + WATCH_SECONDS * 1000);
      if (until !== null) await sendAgain(deps, message, until < next ? until : next);
      return;
    }
    case 'sweep':
      await remediating.sweep();
      await deps.reportShadow();
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

/** Not before that time; what lies further away than a queue can delay comes back, and is put off again. */
async function sendAgain({ queue, now }: RemediateQueueDeps, message: RemediateMessage, at: Date) {
  const seconds = Math.ceil((at.getTime() - now().getTime()) / 1000);
  const delaySeconds = Math.min(MAX_DELAY_SECONDS, Math.max(1, seconds));
  await queue.send([{ body: toMessageBody(message), delaySeconds }]);
}
