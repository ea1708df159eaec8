import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const MAIN = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));

it('start says in one line that the disk is full, where, and what to do', { timeout: 120_000 }, () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'podguard-full-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const store = path.join(directory, 'store');
  const script = `ulimit -f 100; exec "${process.execPath}" "${MAIN}" start --once --store "${store}"`;
  const { status, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  expect({ status, lines: stderr.split('\n').length }).toEqual({ status: 2, lines: 2 });
  expect(stderr).toMatch(/^podguard: the data in .*store\/data failed: .*make room\), and start again\n$/);
  expect(readdirSync(store)).toEqual(['data', 'owner']);
});
