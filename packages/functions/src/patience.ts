import { ServiceError } from '@podguard/core';
import { retryAfterOf } from '@podguard/notify';

/**
 * So often a channel's queue hands out a message before it puts it aside, its `maxReceiveCount`: with the waits below that is
 * two and a half hours of a channel that takes nothing.
 */
export const CHANNEL_RECEIVES = 15;

/** So often what no retry mends holds up what is behind it, which keeps the other tries. */
export const REFUSED_TRIES = 5;

const FIRST_SECONDS = 30;
const LONGEST_SECONDS = 900;
const FOR_GOOD_SECONDS = 5;
const JITTER = 0.25;

/** Whether a later try may succeed. Of what is no service's failure, a message's content is the cause. */
export function mayPass(error: unknown): boolean {
  return error instanceof ServiceError && error.retryable;
}

/**
 * Seconds until what failed is tried again, the longer the more often it was: 30 and then twice as much each time, up to a
 * quarter of an hour; where the other side said when, not before. `random` is 0 to 1.
 */
export function secondsUntilRetry(error: unknown, receives: number, random: number): number {
  return mayPass(error) ? backOffSeconds(error, receives, random) : FOR_GOOD_SECONDS;
}

/** The same, whatever it was that failed. */
export function backOffSeconds(error: unknown, receives: number, random: number): number {
  const backedOff = Math.min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** Math.min(receives - 1, 10));
  const seconds = Math.max(backedOff, retryAfterOf(error) ?? 0);
  return Math.ceil(seconds * (1 + JITTER * random));
}
