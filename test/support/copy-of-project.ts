import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const LEFT_OUT = ['node_modules', 'coverage', '.git', '.podguard'];

/** The project in a directory of its own, whose packages import each other and share the installed ones. */
export function copyOfProject(): string {
  const copy = mkdtempSync(path.join(tmpdir(), 'podguard-copy-'));
  cpSync(ROOT, copy, { recursive: true, filter: (source) => !LEFT_OUT.includes(path.basename(source)) });
  const installed = path.join(copy, 'node_modules');
  mkdirSync(path.join(installed, '@podguard'), { recursive: true });
  for (const name of readdirSync(path.join(ROOT, 'node_modules'))) {
    if (name === '@podguard' || name === 'podguard') continue;
    symlinkSync(path.join(ROOT, 'node_modules', name), path.join(installed, name));
  }
  for (const name of readdirSync(path.join(copy, 'packages'))) {
    const link = name === 'cli' ? 'podguard' : `@podguard/${name}`;
    symlinkSync(path.join(copy, 'packages', name), path.join(installed, link));
  }
  return copy;
}
