import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ServiceError, type ServiceState, type Store } from '@podguard/core';
import { connectTo } from './connect-to.ts';
import { answers, readEndpoint } from './endpoint-file.ts';
import { followOwner } from './follow-owner.ts';
import { openLocalStore } from './open-local-store.ts';
import { isReadOnly, openCopy } from './read-only.ts';
import { unusable } from './unusable.ts';

export interface OpenStore {
  readonly store: Store;
  /** What the service keeps beside the resources. */
  readonly state: ServiceState;
  /** What is written is lost: this user may only read the directory. */
  readonly isCopy?: true;
  /** It is another process that owns the directory. */
  readonly isOthers?: true;
  close(): Promise<void>;
}

const MAX_ATTEMPTS = 3;

/**
 * Reads and writes a directory's store: through its owner where there is one, else as its owner for the time being. Several
 * take turns, but for one that says that it stays: it is asked. One that may not be written is read from a copy. Where the owner
 * ends, whoever asked it goes on, and owns the directory if nobody else does.
 */
export async function useLocalStore(
  directory: string,
  { stays = false }: { readonly stays?: boolean } = {},
): Promise<OpenStore> {
  const stay = () => openLocalStore({ directory, patient: true });
  const opened = await askOrOwn(directory, async () => {
    if (await isReadOnly(directory)) return openCopy(directory);
    return stays ? stay() : openLocalStore({ directory, briefly: true });
  });
  return opened.isOthers === true ? followOwner(opened, () => askOrOwn(directory, stay)) : opened;
}

async function askOrOwn(directory: string, own: () => Promise<OpenStore>): Promise<OpenStore> {
  if (!isStore(directory))
    throw new ServiceError(
      'store-unreachable',
      `there is no store in ${directory}: run podguard start, podguard replay --store or podguard drift first, or name another with --store`,
    );
  for (let attempt = 1; ; attempt += 1) {
    const endpoint = await readEndpoint(directory);
    // One that does not say for which directory it answers may have come with a copy.
    if (endpoint?.directory !== undefined && (await answers(endpoint))) {
      const { store, state, close } = connectTo(endpoint, { maxAttempts: 1 });
      return { store, state, isOthers: true, close: async () => close() };
    }
    try {
      return await own();
    } catch (error) {
      // Another was faster: ask it.
      const taken = error instanceof ServiceError && error.code === 'store-in-use';
      if (!taken || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}

/** Whoever owns a directory leaves its lock there; without this, any directory would pass for a store with nothing in it. Throws where one may not look. */
export function isStore(directory: string): boolean {
  try {
    return ['owner', 'endpoint.json'].some((name) =>
      statSync(join(directory, name), { throwIfNoEntry: false }),
    );
  } catch (error) {
    throw unusable(directory, error);
  }
}
