import { join, resolve } from 'node:path';
import type { FileSystem } from './file-system.ts';
import { type FileProblem, noFiles, notReadable, problemOf } from './problem.ts';
import type { Source } from './source.ts';
import { mayHoldRecords } from './trail-folders.ts';

/** A file, or what could not be looked at; `named`: the path was given, not found in a directory. */
export type Found =
  | {
      readonly path: string;
      readonly size: number;
      readonly named: boolean;
      /** Where it lies in no file system. */
      readonly source?: Source;
    }
  | { readonly path: string; readonly problem: FileProblem };

/**
 * The files behind the paths, in order: directories by name, with what is in them, without names that begin with a dot. A directory
 * that links lead to again is read once. A pipe is read where it is named, not where it lies in a directory.
 */
export async function* findFiles(
  paths: readonly string[],
  files: FileSystem,
  sources: readonly Source[] = [],
): AsyncGenerator<Found> {
  const seen = new Set<string>();
  for (const path of paths) {
    const source = sources.find((one) => one.has(path));
    if (source !== undefined) yield* source.find(path);
    else if (path === '-') yield { path, size: 0, named: true };
    else yield* findNamed(path, seen, files);
  }
}

async function* findNamed(path: string, seen: Set<string>, files: FileSystem): AsyncGenerator<Found> {
  const before = seen.size;
  let any = false;
  for await (const found of findIn(path, true, seen, files)) {
    any = true;
    yield found;
  }
  if (!any && seen.size > before) yield { path, problem: noFiles(path) };
}

async function* findIn(
  path: string,
  named: boolean,
  seen: Set<string>,
  files: FileSystem,
): AsyncGenerator<Found> {
  let names: readonly string[];
  try {
    const entry = await files.stat(path);
    if (entry.kind === 'file' || (named && entry.kind === 'stream')) yield { path, size: entry.size, named };
    if (named && entry.kind === 'other') yield { path, problem: notReadable(path) };
    if (entry.kind !== 'directory') return;
    const real = await files.realPath(path);
    if (seen.has(real)) return;
    seen.add(real);
    names = await files.list(path);
  } catch (error) {
    yield { path, problem: problemOf(path, error) };
    return;
  }
  for (const name of [...names].sort()) {
    if (!name.startsWith('.')) yield* findIn(join(path, name), false, seen, files);
  }
}

/** What people have beside their records. All else is read, for records are told by their content, whatever a file is called. */
const OTHERS =
  /\.(md|rst|adoc|html?|css|[cm]?[jt]sx?|py|sh|go|rb|tf|tfvars|hcl|ya?ml|toml|ini|pdf|docx|xlsx|png|jpe?g|gif|svg|webp|ico|woff2?)$/i;

/** Whether a file that was found in a directory is no file of records by its name, or by the folder of a trail that it is in. */
export function isOther(found: Found): boolean {
  if ('problem' in found || found.named || found.source !== undefined) return false;
  return OTHERS.test(found.path) || !mayHoldRecords(resolve(found.path));
}

/** Their sizes, for the time left; undefined where one has none. */
export async function totalBytes(paths: readonly string[], files: FileSystem): Promise<number | undefined> {
  if (paths.includes('-')) return undefined;
  let total = 0;
  for await (const found of findFiles(paths, files))
    if ('size' in found && !isOther(found)) total += found.size;
  return total;
}
