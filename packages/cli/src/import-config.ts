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
    throw refused(`${placeOfFault(cause, file)}: cannot be loaded: ${reason}${wayOut(reason)}`, cause);
  }
}

/** What Node says of a module that package.json or the name of the file makes CommonJS. */
const AS_COMMON_JS = /^(Cannot use import statement outside a module|Unexpected token 'export')/;

function wayOut(reason: string): string {
  if (AS_COMMON_JS.test(reason))
    return `; the nearest package.json has to say "type": "module", or the file's name to end in .mts`;
  return /'(podguard|@podguard\/core)'/.test(reason)
    ? '; away from the project, write `export default { ... }` and import nothing'
    : '';
}

function refused(message: string, cause?: unknown): ServiceError {
  return new ServiceError('config-invalid', message, { cause });
}

/** Node takes a file without import and export for CommonJS, and what that exports for its default: `{}` where nothing is. */
function isCommonJsWithoutExports(file: string, given: unknown): boolean {
  const isCommonJs = realpathSync(file) in createRequire(import.meta.url).cache;
  return isCommonJs && typeof given === 'object' && given !== null && Object.keys(given).length === 0;
}
