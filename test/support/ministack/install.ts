import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
const CACHE = join(import.meta.dirname, '../../../.cache');
const MINUTES = 60_000;

/** The Python that has the pinned MiniStack; where there is none yet it is installed, once, below `.cache/`. */
export async function installMiniStack(python = 'python3', cache = CACHE): Promise<string> {
  const [version] = /(?<=^ministack==).+$/m.exec(await readFile(REQUIREMENTS, 'utf8')) as RegExpExecArray;
  const home = join(cache, `ministack-${version}`);
  if (!existsSync(home)) await makeHome(python, home);
  return join(home, 'bin/python');
}

/** Made beside its place and moved there whole, so that runs which start together cannot see half of it. */
async function makeHome(python: string, home: string): Promise<void> {
  await mkdir(dirname(home), { recursive: true });
  const made = await mkdtemp(`${home}.`);
  try {
    await step(`${python} -m venv (Python 3.10 or newer with venv)`, python, ['-m', 'venv', made]);
    const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS];
    await step('pip install -r test/support/ministack/requirements.txt', join(made, 'bin/python'), install);
    await rename(made, home).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}

async function step(name: string, command: string, input: readonly string[]): Promise<void> {
  try {
    await run(command, input, { timeout: 5 * MINUTES });
  } catch (error) {
    const { stderr, message } = error as Error & { readonly stderr?: string };
    const reason = (stderr?.trim() || message).split('\n').at(-1);
    throw new Error(`these tests need MiniStack, a Python program, and "${name}" failed: ${reason}`);
  }
}
