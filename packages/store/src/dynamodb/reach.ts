import { ServiceError } from '@podguard/core';
import type { TableHandle } from './table-handle.ts';

const RETRYABLE_NAMES: ReadonlySet<string> = new Set([
  'InternalServerError',
  'InternalServerErrorException',
  'LimitExceededException',
  'NetworkingError',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestTimeout',
  'ServiceUnavailable',
  'ThrottlingException',
  'TimeoutError',
]);
const RETRYABLE_CODES: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** Waits for DynamoDB's answer. A failed condition is thrown as it is, everything else as a ServiceError. */
export async function reach<T>({ table }: TableHandle, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    if (isConditionFailure(cause)) throw cause;
    throw new ServiceError('store-unreachable', `table ${table}: ${reasonOf(cause)}`, {
      cause,
      retryable: isRetryable(cause),
    });
  }
}

export function isConditionFailure(error: unknown): boolean {
  return nameOf(error) === 'ConditionalCheckFailedException';
}

function reasonOf(error: unknown): string {
  if (nameOf(error) === 'ResourceNotFoundException')
    return 'it does not exist here: check its name and region';
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function isRetryable(error: unknown): boolean {
  if (RETRYABLE_NAMES.has(nameOf(error) ?? '')) return true;
  if (typeof error !== 'object' || error === null) return false;
  if ('code' in error && RETRYABLE_CODES.has(String(error.code))) return true;
  const metadata = '$metadata' in error ? (error.$metadata as { httpStatusCode?: number }) : {};
  return (metadata.httpStatusCode ?? 0) >= 500;
}

function nameOf(error: unknown): string | undefined {
  return error instanceof Error ? error.name : undefined;
}
