import { reasonOf, ServiceError } from '@podguard/core';

/** The answer of a call, whose failure names it: of one that is not answered the SDK says how long it waited, and no more. */
export async function answerOf<T>(call: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw new ServiceError('service-unreachable', `${call}: ${reasonOf(cause)}`, { cause, retryable: true });
  }
}
