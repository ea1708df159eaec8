import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CACHE = join(import.meta.dirname, '../../.cache');
const MINUTES = 60_000;

export interface PythonProgram {
  /** As messages name it. */
  readonly title: string;
  /** Of its package. */
  readonly name: string;
  /** With the package and all that it needs, pinned. */
  readonly requirements: string;
}

/** The Python that has the pinned program; where there is none yet it is installed, once, below `.cache/`. */
export async function installPython(
  program: PythonProgram,
  python = 'python3',
  cache = CACHE,
): Promise<string> {
  const { name, requirements } = program;
  const pinned = new RegExp(`(?<=^${name}==).+$`, 'm');
  const [version] = pinned.exec(await readFile(requirements, 'utf8')) as RegExpExecArray;
  const home = join(cache, `${name}-${version}`);
  if (!existsSync(home)) await makeHome(python, home, program);
  return join(home, 'bin/python');
}

/** Made beside its place and moved there whole, so that runs which start together cannot see half of it. */
async function makeHome(python: string, home: string, program: PythonProgram): Promise<void> {
  await mkdir(dirname(home), { recursive: true });
  const made = await mkdtemp(`${home}.`);
  const { requirements, title } = program;
  try {
    await step(title, `${python} -m venv (Python 3.10 or newer with venv)`, python, ['-m', 'venv', made]);
    const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
    const shown = requirements.slice(requirements.indexOf('test/support/'));
    await step(title, `pip install -r ${shown}`, join(made, 'bin/python'), install);
    await rename(made, home).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}

async function step(title: string, name: string, command: string, input: readonly string[]): Promise<void> {
  try {
    await run(command, input, { timeout: 5 * MINUTES });
  } catch (error) {
    const { stderr, message } = error as Error & { readonly stderr?: string };
    const reason = (stderr?.trim() || message).split('\n').at(-1);
    throw new Error(`these tests need ${title}, a Python program, and "${name}" failed: ${reason}`);
  }
}
