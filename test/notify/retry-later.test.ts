import { ServiceError } from '@podguard/core';
import { parseRetryAfter, RetryLater, retryAfterOf } from '@podguard/notify';
import { describe, expect, it } from 'vitest';

const now = new Date('2026-03-12T07:00:00Z');

describe('when to send again', () => {
  it.for<[string | null, number | undefined]>([
    ['30', 30],
    [' 0 ', 0],
    ['Thu, 12 Mar 2026 07:02:00 GMT', 120],
    ['Thu, 12 Mar 2026 06:00:00 GMT', 0],
    [null, undefined],
    ['', undefined],
    ['soon', undefined],
  ])('is what the header says: %j', ([header, seconds]) => {
    expect(parseRetryAfter(header, now)).toBe(seconds);
  });

  it.for([
    [30, 30],
    [0, 1],
    [1.2, 2],
    [86_400, 3_600],
  ])('is from a second to an hour: %d is %d', ([asked, seconds]) => {
    expect(retryAfterOf(new RetryLater('full', asked!))).toBe(seconds);
  });

  it('is a failure that can be sent again', () => {
    expect(new RetryLater('full', 1)).toMatchObject({
      name: 'ServiceError',
      code: 'channel-unreachable',
      retryable: true,
    });
    expect(retryAfterOf(new ServiceError('channel-unreachable', 'down'))).toBeUndefined();
    expect(retryAfterOf(undefined)).toBeUndefined();
  });
});
