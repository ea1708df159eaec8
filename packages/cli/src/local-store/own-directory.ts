import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ServiceError } from '@podguard/core';
import { ClassicLevel } from 'classic-level';
import { answers, type Endpoint, readEndpoint } from './endpoint-file.ts';
import { unusable } from './unusable.ts';

/** How long one waits for an owner that is just starting to say who it is, or for one that ends. */
const INTRODUCTION_MS = 3_000;
/** How long for others who read, one after the other. */
const TURN_MS = 60_000;
const POLL_MS = 50;

/**
 * Makes this process the directory's only owner until it releases it or dies. LevelDB locks its files through the
 * operating system, which frees the lock of a killed process: no file to go stale, no process id to be reused.
 */
export async function ownDirectory(
  directory: string,
  patient = false,
): Promise<{ release(): Promise<void> }> {
  const lock = new ClassicLevel(join(directory, 'owner'));
  const end = performance.now() + (patient ? TURN_MS : INTRODUCTION_MS);
  for (;;) {
    try {
      await lock.open();
      return { release: () => lock.close() };
    } catch (error) {
      const cause = (error as { readonly cause?: { readonly code?: string } }).cause;
      if (cause?.code !== 'LEVEL_LOCKED') throw unusable(directory, error);
      const endpoint = await readEndpoint(directory);
      if (endpoint !== undefined && (await answers(endpoint))) throw inUse(directory, endpoint, error);
      if (performance.now() > end) throw inUse(directory, undefined, error);
      await wait(POLL_MS);
    }
  }
}

function inUse(directory: string, owner: Endpoint | undefined, cause: unknown): ServiceError {
  const who =
    owner === undefined
      ? 'another process that reads, starts or ends'
      : `process ${owner.pid}${owner.page === undefined ? '' : `, whose page is ${owner.page}`}`;
  return new ServiceError(
    'store-in-use',
    `${directory} is in use by ${who}: stop it, or name another directory with --store`,
    { cause, retryable: owner === undefined },
  );
}
