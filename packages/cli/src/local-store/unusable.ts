import { ServiceError } from '@podguard/core';

/** What LevelDB says of files of its own that are damaged, or gone. */
const DAMAGE =
  /^Corruption: |^IO error: .*\/(MANIFEST-|CURRENT|\d+\.ldb|\d+\.log).*: No such file or directory/;

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
  return (
    damaged(`the store in ${directory}`, reason, error) ??
    new ServiceError(
      'store-unreachable',
      `cannot keep a store in ${directory}: ${reason}; mend it, or name another directory with --store`,
      { cause: error },
    )
  );
}

/** Data that fails while it is used. What LevelDB finds damaged is told as that. */
export function failed(data: string, error: unknown): ServiceError {
  const reason = error instanceof Error ? error.message : String(error);
  return (
    damaged(`the data in ${data}`, reason, error) ??
    new ServiceError(
      'store-unreachable',
      `the data in ${data} failed: ${reason}; what was written before is kept: mend that (a full disk: make room), and start again`,
      { cause: error },
    )
  );
}

function damaged(what: string, reason: string, cause: unknown): ServiceError | undefined {
  if (!DAMAGE.test(reason)) return undefined;
  return new ServiceError(
    'store-unreachable',
    `${what} is damaged: ${reason}; restore a backup of the store's directory, or move it away and replay the records: exemptions and acknowledgements in it are lost then`,
    { cause },
  );
}
