import { ServiceError } from '@podguard/core';
import { CHANNEL_RECEIVES, secondsUntilRetry } from '@podguard/functions';
import { RetryLater } from '@podguard/notify';
import { describe, expect, it } from 'vitest';

const GONE = new ServiceError('channel-unreachable', 'it is gone', { retryable: true });
const receives = Array.from({ length: CHANNEL_RECEIVES - 1 }, (_, at) => at + 1);
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

describe('what failed is tried again', () => {
  it('after 30 seconds, and twice as long each time, up to a quarter of an hour', () => {
    const waits = receives.map((times) => secondsUntilRetry(GONE, times, 0));
    expect(waits.slice(0, 7)).toEqual([30, 60, 120, 240, 480, 900, 900]);
    expect(Math.max(...waits)).toBe(900);
  });

  it('so often that two and a half hours of a channel that takes nothing are outlived', () => {
    expect(sum(receives.map((times) => secondsUntilRetry(GONE, times, 0)))).toBeGreaterThan(2.5 * 3600);
  });

  it('at different times by two that failed at once, at most a quarter later', () => {
    expect(secondsUntilRetry(GONE, 1, 0.999)).toBe(38);
    expect(secondsUntilRetry(GONE, 12, 0.999)).toBeLessThanOrEqual(1_125);
  });

  it('not before the other side says, and as long as else where it says little again and again', () => {
    expect(secondsUntilRetry(new RetryLater('slow down', 600), 3, 0)).toBe(600);
    const soon = new RetryLater('slow down', 1);
    for (const times of receives)
      expect(secondsUntilRetry(soon, times, 0)).toBe(secondsUntilRetry(GONE, times, 0));
  });

  it('soon where no retry mends it, so that it holds up what is behind it for a minute or two', () => {
    for (const error of [new ServiceError('alert-refused', 'no'), new TypeError('a bug')])
      expect(sum(receives.map((times) => secondsUntilRetry(error, times, 1)))).toBeLessThan(120);
  });
});
