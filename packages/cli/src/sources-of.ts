import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { shortHash } from '@podguard/core';

/** Whatever may be a relative import: a text that looks so and names no file does no harm. */
const RELATIVE = /['"`](\.{1,2}\/[^'"`\n]+)['"`]/g;

/** A hash of a module and of all that it imports by relative paths, directly or through others. */
export async function sourcesOf(file: string): Promise<string> {
  const texts = new Map<string, string>();
  await collect(file, texts);
  const inOrder = [...texts].map(([name, text]) => [path.relative(path.dirname(file), name), text] as const);
  return shortHash(
    inOrder.sort(([a], [b]) => (a < b ? -1 : 1)).flatMap((one) => [...one]),
    12,
  );
}

async function collect(file: string, texts: Map<string, string>): Promise<void> {
  if (texts.has(file) || !(await isFile(file))) return;
  const text = await readFile(file, 'utf8');
  texts.set(file, text);
  for (const [, name] of text.matchAll(RELATIVE)) {
    await collect(path.resolve(path.dirname(file), name as string), texts);
  }
}

async function isFile(file: string): Promise<boolean> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  return found?.isFile() === true;
}
