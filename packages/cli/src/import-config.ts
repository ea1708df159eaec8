import { realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { reasonOf, ServiceError } from '@podguard/core';

/** What a file of configuration exports; refused with the place of what is wrong in it, as far as Node tells. */
export async function importConfig(file: string): Promise<unknown> {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() !== false)
    throw refused(`${file}: there is no such file; check the path that --config gives`);
  const given = await imported(file);
  if (given === undefined || isCommonJsWithoutExports(file, given))
    throw refused(`${file}: has no default export; write \`export default { ... }\``);
  return given;
}

async function imported(file: string): Promise<unknown> {
  try {
    const module: { readonly default?: unknown } = await import(pathToFileURL(file).href);
    return module.default;
  } catch (cause) {
    const reason = reasonOf(cause);
    const way = /'(podguard|@podguard\/core)'/.test(reason)
      ? '; away from the project, write `export default { ... }` and import nothing'
      : '';
    throw refused(`${placeOf(cause, file)}: cannot be loaded: ${reason}${way}`, cause);
  }
}

function refused(message: string, cause?: unknown): ServiceError {
  return new ServiceError('config-invalid', message, { cause });
}

/** Node takes a file without import and export for CommonJS, and what that exports for its default: `{}` where nothing is. */
function isCommonJsWithoutExports(file: string, given: unknown): boolean {
  const isCommonJs = realpathSync(file) in createRequire(import.meta.url).cache;
  return isCommonJs && typeof given === 'object' && given !== null && Object.keys(given).length === 0;
}

/** FILE:LINE:COLUMN, as far as the error tells; else the file. */
function placeOf(error: unknown, file: string): string {
  const stack = error instanceof Error ? String(error.stack) : '';
  // Of what is no program Node writes file and line, the line itself and a mark under it, before the stack.
  const [first = '', broken = ''] = /^(.+):\d+(?=\n)/.exec(stack) ?? [];
  if (path.isAbsolute(broken)) {
    const [, before] = /^([ \t]*)\^+$/m.exec(stack) ?? [];
    return before === undefined ? first : `${first}:${before.length + 1}`;
  }
  const [place] = [pathToFileURL(file).href, file].flatMap(
    (name) => /^\d+:\d+/.exec(stack.split(`${name}:`)[1] ?? '') ?? [],
  );
  return place === undefined ? file : `${file}:${place}`;
}
