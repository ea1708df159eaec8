import { ServiceError } from '@podguard/core';
import { retryAfterOf } from '@podguard/notify';

/**
 * So often a channel's queue hands out a message before it puts it aside, its `maxReceiveCount`: with the waits below that is
 * two and a half hours of a channel that takes nothing.
 */
export const CHANNEL_RECEIVES = 15;

const FIRST_SECONDS = 30;
const LONGEST_SECONDS = 900;
/** What no retry mends holds up its group: only until it is put aside. */
const FOR_GOOD_SECONDS = 5;
const JITTER = 0.25;

/** Whether a later try may succeed. Of what is no service's failure, a message's content is the cause. */
export function mayPass(error: unknown): boolean {
  return error instanceof ServiceError && error.retryable;
}

/**
 * Seconds until what failed is tried again, the longer the more often it was: 30 and then twice as much each time, up to a
 * quarter of an hour. Where the other side said when, then; and longer where it says so again and again. `random` is 0 to 1.
 */
export function secondsUntilRetry(error: unknown, receives: number, random: number): number {
  if (!mayPass(error)) return FOR_GOOD_SECONDS;
  const times = 2 ** Math.min(receives - 1, 10);
  const after = retryAfterOf(error);
  const seconds =
    after === undefined
      ? Math.min(LONGEST_SECONDS, FIRST_SECONDS * times)
      : Math.max(after, Math.min(LONGEST_SECONDS, times));
  return Math.ceil(seconds * (1 + JITTER * random));
}
