import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

/** A directory of its own for a file of tests, gone after them. */
export function useDirectory(name: string) {
  const directory = mkdtempSync(path.join(tmpdir(), `podguard-${name}-`));
  afterAll(() => rmSync(directory, { recursive: true }));
  return {
    directory,
    /** Writes a file below it, and says where it is. */
    file(at: string, content: string | Uint8Array): string {
      const target = path.join(directory, at);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, content);
      return target;
    },
  };
}
