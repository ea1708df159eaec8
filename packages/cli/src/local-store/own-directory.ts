import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ServiceError } from '@podguard/core';
import { ClassicLevel } from 'classic-level';
import { answers, type Endpoint, readEndpoint } from './endpoint-file.ts';
import { unusable } from './unusable.ts';

/** How long one waits for an owner that is just starting to say who it is. */
const INTRODUCTION_MS = 3_000;
const POLL_MS = 50;

/**
 * Makes this process the directory's only owner until it releases it or dies. LevelDB locks its files through the
 * operating system, which frees the lock of a killed process: no file to go stale, no process id to be reused.
 */
export async function ownDirectory(directory: string): Promise<{ release(): Promise<void> }> {
  const lock = new ClassicLevel(join(directory, 'owner'));
  try {
    await lock.open();
  } catch (error) {
    const cause = (error as { readonly cause?: { readonly code?: string } }).cause;
    if (cause?.code === 'LEVEL_LOCKED') throw inUse(directory, await introduced(directory), error);
    throw unusable(directory, error);
  }
  return { release: () => lock.close() };
}

async function introduced(directory: string): Promise<Endpoint | undefined> {
  for (let waited = 0; waited < INTRODUCTION_MS; waited += POLL_MS) {
    const endpoint = await readEndpoint(directory);
    if (endpoint !== undefined && (await answers(endpoint))) return endpoint;
    await wait(POLL_MS);
  }
  return undefined;
}

function inUse(directory: string, owner: Endpoint | undefined, cause: unknown): ServiceError {
  const who = owner === undefined ? 'a process that starts or ends' : `process ${owner.pid} (${owner.url})`;
  return new ServiceError(
    'store-in-use',
    `${directory} is in use by ${who}: stop it, or name another directory with --store`,
    { cause, retryable: owner === undefined },
  );
}
