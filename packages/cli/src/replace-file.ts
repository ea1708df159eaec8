import { randomUUID } from 'node:crypto';
import { access, constants, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

type Parts = string | Iterable<string>;

/**
 * Writes a file as a whole: whoever reads it sees what was there before or all that is new, also where the process is killed or
 * the disk is full. A pipe or a device is written to; so is a file whose directory takes no other.
 */
export async function replaceFile(file: string, parts: Parts): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const known = await stat(target).catch(() => undefined);
  if (known !== undefined && !known.isFile()) return writeFile(target, parts);
  // What may not be written is not replaced either.
  if (known !== undefined) await access(target, constants.W_OK);
  const draft = draftFor(target);
  try {
    await writeDraft(draft, known?.mode, parts);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    if (known !== undefined && isRefused(error)) return writeFile(target, parts);
    throw error;
  }
}

/** Whether such a file could be written now; nothing is left of the attempt. */
export async function tryToReplace(file: string): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const known = await stat(target).catch(() => undefined);
  // Whoever reads a pipe would take its end for the result's.
  if (known !== undefined && !known.isFile() && !known.isDirectory()) return;
  if (known !== undefined) return (await open(target, 'a')).close();
  const draft = draftFor(target);
  await writeDraft(draft, undefined, '');
  await rm(draft);
}

async function writeDraft(draft: string, mode: number | undefined, parts: Parts): Promise<void> {
  const handle = await open(draft, 'wx', mode === undefined ? 0o666 : mode & 0o777);
  try {
    await handle.writeFile(parts);
    // Else a machine that loses its power may keep the new name and not what is in the file.
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Beside it, so that one can be renamed to the other; its length does not depend on the other's. */
function draftFor(target: string): string {
  return path.join(path.dirname(target), `.podguard-${randomUUID()}.partial`);
}

/** The directory takes no new file, or the file cannot be exchanged (it is mounted by itself). */
function isRefused(error: unknown): boolean {
  return ['EACCES', 'EPERM', 'EROFS', 'EBUSY', 'EXDEV'].includes(
    String((error as NodeJS.ErrnoException).code),
  );
}
