import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { access, constants, open, readlink, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

type Parts = string | Iterable<string>;

/**
 * Writes a file as a whole: whoever reads it sees what was there before or all that is new, also where the process is killed or
 * the disk is full. Its rights and its owner stay. A pipe or a device is written to; so is a file that has several names, whose
 * directory takes no other, or whose owner may not be given to another.
 */
export async function replaceFile(file: string, parts: Parts): Promise<void> {
  const target = await targetOf(file);
  const known = await stat(target).catch(() => undefined);
  if (known !== undefined && !known.isFile()) return writeFile(target, parts);
  // What may not be written is not replaced either.
  if (known !== undefined) await access(target, constants.W_OK);
  if (known !== undefined && known.nlink > 1) return writeFile(target, parts);
  const draft = draftFor(target);
  try {
    await writeDraft(draft, known, parts);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    if (known !== undefined && isRefused(error)) return writeFile(target, parts);
    throw error;
  }
}

/** Whether such a file could be written now; nothing is left of the attempt. */
export async function tryToReplace(file: string): Promise<void> {
  const target = await targetOf(file);
  const known = await stat(target).catch(() => undefined);
  // Whoever reads a pipe would take its end for the result's.
  if (known !== undefined && !known.isFile() && !known.isDirectory()) return;
  if (known !== undefined) return (await open(target, 'a')).close();
  const draft = draftFor(target);
  await writeDraft(draft, undefined, '');
  await rm(draft);
}

/** Where a link leads, also one to a file that is not there yet. */
async function targetOf(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    const link = await readlink(file).catch(() => undefined);
    return link === undefined ? file : targetOf(path.resolve(await realpath(path.dirname(file)), link));
  }
}

async function writeDraft(draft: string, like: Stats | undefined, parts: Parts): Promise<void> {
  const handle = await open(draft, 'wx', like === undefined ? 0o666 : 0o600);
  try {
    if (like !== undefined) {
      await handle.chown(like.uid, like.gid);
      // What is masked when it is opened is not here.
      await handle.chmod(like.mode & 0o7777);
    }
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

/** The directory takes no new file, or the file cannot be exchanged (it is mounted by itself, or is another's). */
function isRefused(error: unknown): boolean {
  return ['EACCES', 'EPERM', 'EROFS', 'EBUSY', 'EXDEV'].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code);
}
