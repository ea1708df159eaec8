import { join } from 'node:path';
import { installPython } from '../python-program.ts';

const MINISTACK = {
  title: 'MiniStack',
  name: 'ministack',
  requirements: join(import.meta.dirname, 'requirements.txt'),
} as const;

/** The Python that has the pinned MiniStack; where there is none yet it is installed, once, below `.cache/`. */
export function installMiniStack(python?: string, cache?: string): Promise<string> {
  return installPython(MINISTACK, python, cache);
}
