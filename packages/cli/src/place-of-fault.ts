import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** FILE:LINE:COLUMN of what kept a module from being loaded, as far as Node tells: in it, or in what it imports. Else the module. */
export function placeOfFault(error: unknown, file: string): string {
  const stack = error instanceof Error ? String(error.stack) : '';
  return (
    markedIn(stack) ??
    frameOf(stack) ??
    (error instanceof SyntaxError ? markedIn(untoldBy(file)) : undefined) ??
    file
  );
}

/** Of what is no program Node writes file and line, the line itself and a mark under it, before the stack. */
function markedIn(text: string): string | undefined {
  const [, name = '', line] = /^(.+):(\d+)\n/.exec(text) ?? [];
  // The text of a JSON file is parsed without a name, which the message begins with.
  const json = name === '<anonymous_script>' ? /^SyntaxError: (.+?\.json): /m.exec(text)?.[1] : undefined;
  const broken = json ?? pathOf(name);
  if (!path.isAbsolute(broken)) return undefined;
  const [, before] = /^([ \t]*)\^+$/m.exec(text) ?? [];
  return `${broken}:${line}${before === undefined ? '' : `:${before.length + 1}`}`;
}

const FRAME = /^ +at (?:.*? \()?(?:async )?(file:\/\/\/.+|\/.+|[A-Z]:\\.+):(\d+:\d+)\)?$/gm;
const OURS = path.resolve(import.meta.dirname, '../..') + path.sep;

/** The innermost place of the stack that is neither Node's, nor a package's, nor ours. */
function frameOf(stack: string): string | undefined {
  for (const [, name = '', place] of stack.matchAll(FRAME)) {
    const file = pathOf(name);
    if (!file.startsWith(OURS) && !file.includes(`${path.sep}node_modules${path.sep}`))
      return `${file}:${place}`;
  }
  return undefined;
}

function pathOf(name: string): string {
  return name.startsWith('file:') ? fileURLToPath(name) : name;
}

const PATIENCE_MS = 10_000;

/** What another Node writes that imports it: of a module in JavaScript that is no program the error itself has no place. */
function untoldBy(file: string): string {
  const importing = [
    '--no-warnings',
    '--input-type=module',
    '--eval',
    `import ${JSON.stringify(pathToFileURL(file).href)}`,
  ];
  const { stderr } = spawnSync(process.execPath, importing, {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: PATIENCE_MS,
  });
  return stderr;
}
