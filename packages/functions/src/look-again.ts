import type { EvaluateDeps } from './evaluate.ts';
import type { ReadMissing } from './live-reads.ts';
import { toMessageBody } from './message-body.ts';
import { MAX_DELAY_SECONDS } from './queue.ts';

/** Creates what queues another read for when it can decide what the last could not; returns what could not be queued. */
export function createLookAgain({
  queue,
  now,
}: Pick<EvaluateDeps, 'queue' | 'now'>): (again: ReadMissing['again']) => Promise<ReadMissing['failures']> {
  return async (again) => {
    if (again.size === 0) return new Map();
    const messages = [...again].map(([key, { at }]) => {
      const seconds = Math.ceil((at.getTime() - now().getTime()) / 1000);
      return {
        body: toMessageBody({ podguard: 'rejudge', key, read: true }),
        delaySeconds: Math.min(MAX_DELAY_SECONDS, Math.max(1, seconds)),
      };
    });
    try {
      await (await queue()).send(messages);
      return new Map();
    } catch (error) {
      return new Map([...again].map(([key, { origins }]) => [key, { error, origins }]));
    }
  };
}
