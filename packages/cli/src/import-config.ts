import { realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { reasonOf, ServiceError } from '@podguard/core';
import { placeOfFault } from './place-of-fault.ts';

/** What a file of configuration exports; refused with the place of what is wrong in it, or in what it imports, as far as Node tells. */
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
    throw refused(`${placeOfFault(cause, file)}: cannot be loaded: ${reason}${way}`, cause);
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
