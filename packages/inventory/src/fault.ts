import { reasonOf } from '@podguard/core';

/** `slow`: no answer in time, or AWS asks to be asked less. `unavailable`: not in that region, or it is not switched on. */
export interface Fault {
  readonly outcome: 'denied' | 'slow' | 'unavailable' | 'failed';
  readonly reason: string;
}

const DENIED = ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'AuthorizationError'];
/** https://docs.aws.amazon.com/general/latest/gr/api-retries.html names most of them. */
const THROTTLED = [
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
];
/**
 * A session's token is not valid in a region that is not switched on, and where a service is not offered its name is not known.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html
 */
const UNAVAILABLE = [
  'AuthFailure',
  'InvalidClientTokenId',
  'OptInRequired',
  'UnrecognizedClientException',
  'ENOTFOUND',
];

/** Why a call did not answer: a value, since an account always has something that may not be read. */
export function faultOf(error: unknown): Fault {
  const names = namesOf(error);
  const is = (some: readonly string[]) => names.some((name) => some.includes(name));
  const reason = reasonOf(error);
  // The SDK calls a connection that breaks a timeout, too.
  if (is(['ECONNRESET', 'EPIPE'])) return { outcome: 'failed', reason };
  if (is(['AbortError', 'TimeoutError'])) return { outcome: 'slow', reason };
  if (is(DENIED)) return { outcome: 'denied', reason };
  if (is(THROTTLED)) return { outcome: 'slow', reason };
  if (is(UNAVAILABLE)) return { outcome: 'unavailable', reason };
  return { outcome: 'failed', reason };
}

/** Whether AWS says so by one of these names; its codes come with and without `Exception`. */
export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return namesOf(error).some((name) => names.includes(name));
}

function namesOf(error: unknown): readonly string[] {
  const { name, Code, code } = (error ?? {}) as Readonly<Record<string, unknown>>;
  return [name, Code, code].filter((one) => typeof one === 'string');
}
