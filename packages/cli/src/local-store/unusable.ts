import { ServiceError } from '@podguard/core';

/** A directory that no store can be kept in, with the system's own reason. */
export function unusable(directory: string, error: unknown): ServiceError {
  const { message, cause, code } = error as NodeJS.ErrnoException;
  if (code === 'EACCES')
    return new ServiceError(
      'store-unreachable',
      `${directory}: permission denied; give your user the right to it, run it as a user who has it, or name another directory with --store`,
      { cause: error },
    );
  const reason = cause instanceof Error ? cause.message : message;
  return new ServiceError(
    'store-unreachable',
    `cannot keep a store in ${directory}: ${reason}; mend it, or name another directory with --store`,
    { cause: error },
  );
}
