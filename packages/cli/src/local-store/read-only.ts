import { constants } from 'node:fs';
import { access, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openData } from './open-local-store.ts';
import { unusable } from './unusable.ts';
import type { OpenStore } from './use-local-store.ts';

/** Whether this user may read a directory's store, and not own it: LevelDB writes wherever it is opened. */
export async function isReadOnly(directory: string): Promise<boolean> {
  const places = ['', 'owner', 'owner/LOCK', 'data', 'data/LOCK'].map((name) => join(directory, name));
  const refused = await Promise.all(places.map(refusesWriting));
  return refused.includes(true);
}

/** Opens a copy of its data, which is removed at the end. */
export async function openCopy(directory: string): Promise<OpenStore> {
  const copy = await mkdtemp(join(tmpdir(), 'podguard-copy-'));
  const remove = () => rm(copy, { recursive: true, force: true });
  try {
    // Its lock is no data, and may not be read.
    await cp(join(directory, 'data'), copy, { recursive: true, filter: (file) => !file.endsWith('LOCK') });
    const { store, state, close } = await openData(copy);
    return {
      store,
      state,
      isCopy: true,
      async close() {
        await close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw unusable(directory, error);
  }
}

async function refusesWriting(place: string): Promise<boolean> {
  try {
    await access(place, constants.W_OK);
    return false;
  } catch (error) {
    return ['EACCES', 'EPERM', 'EROFS'].includes(String((error as NodeJS.ErrnoException).code));
  }
}
