import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The variable that names the directory in which the test files of a run find what others of it made. */
export const SHARED_SYNTHESES = 'PODGUARD_TEST_SYNTHESES';

/** Vitest's global set-up. */
export function setup(): () => void {
  const directory = mkdtempSync(join(tmpdir(), 'podguard-syntheses-'));
  process.env[SHARED_SYNTHESES] = directory;
  return () => rmSync(directory, { recursive: true, force: true });
}
