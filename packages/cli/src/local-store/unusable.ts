import { ServiceError } from '@podguard/core';

/** A directory that no store can be kept in, with the system's own reason. */
export function unusable(directory: string, error: unknown): ServiceError {
  const { message, cause } = error as Error;
  const reason = cause instanceof Error ? cause.message : message;
  return new ServiceError(
    'store-unreachable',
    `cannot keep a store in ${directory}: ${reason}; mend it, or name another directory with --store`,
    { cause: error },
  );
}
