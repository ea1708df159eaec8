import { ServiceError } from '@podguard/core';

/** No other side may put us off for longer at once: what is wrong there may be mended before. */
const LONGEST_SECONDS = 3_600;

/** The other side said when it takes messages again. */
export class RetryLater extends ServiceError {
  /** Seconds from now. */
  readonly retryAfter: number;

  constructor(message: string, retryAfter: number, options: { readonly cause?: unknown } = {}) {
    super('channel-unreachable', message, { ...options, retryable: true });
    this.retryAfter = Math.min(Math.max(1, Math.ceil(retryAfter)), LONGEST_SECONDS);
  }
}

/** In how many seconds to send again; undefined where the other side did not say. */
export function retryAfterOf(error: unknown): number | undefined {
  return error instanceof RetryLater ? error.retryAfter : undefined;
}

/**
 * The seconds that a Retry-After header asks for, as a number or as a date.
 * Source: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function parseRetryAfter(header: string | null, now: Date): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = /^\s*\d+\s*$/.test(header) ? Number(header) : (Date.parse(header) - now.getTime()) / 1_000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
