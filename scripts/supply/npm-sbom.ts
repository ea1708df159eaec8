import { execFileSync } from 'node:child_process';
import type { Bom } from './cyclonedx.ts';

/** All that is locked, as npm writes it. It reads the lock file alone: no registry, nothing of what is installed. */
export function npmSbom(root: string): Bom {
  const args = ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'];
  return JSON.parse(execFileSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 })) as Bom;
}
