import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';

const MAIN = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));
const IS_ROOT = process.getuid?.() === 0;
/** Root may write everything: then it is nobody who reads, where nobody gets at this project. */
const NOBODY = IS_ROOT ? { uid: 65534, gid: 65534 } : {};
const KEPT_FROM_NOBODY = IS_ROOT && !parentsOf(MAIN).every((place) => (statSync(place).mode & 0o001) !== 0);

const WHY = `run by root, and other users may not enter ${path.dirname(MAIN)}: run it as another user`;

const directory = mkdtempSync(path.join(tmpdir(), 'podguard-turns-'));
const store = path.join(directory, 'store');
const children: ChildProcess[] = [];

beforeAll(async () => {
  expect((await runCli(['start', '--once', '--store', store])).status).toBe(0);
}, 60_000);

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  setWritable(true);
  rmSync(directory, { recursive: true, force: true });
});

test('reports of one store at the same time all have it whole', { timeout: 60_000 }, async () => {
  const all = await Promise.all(Array.from({ length: 5 }, () => report()));
  expect(new Set(all.map(({ stdout }) => stdout))).toHaveLength(1);
  for (const { status, stdout, stderr } of all) {
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout.trimEnd().split('\n')).toHaveLength(8);
  }
  expect(readdirSync(store)).not.toContain('endpoint.json');
});

test('explain and report at the same time both answer', { timeout: 60_000 }, async () => {
  const { stdout } = await report();
  const { id } = JSON.parse(stdout.slice(0, stdout.indexOf('\n')));
  const [explained, reported] = await Promise.all([run('explain', id, '--store', store), report()]);
  expect([explained.status, reported.status]).toEqual([0, 1]);
  expect(explained.stdout).toContain(id);
});

test('a store that may only be read is read', { timeout: 60_000 }, async ({ skip }) => {
  skip(KEPT_FROM_NOBODY, WHY);
  setWritable(false);
  const { status, stdout, stderr } = await report(NOBODY);
  setWritable(true);
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  expect(stdout.trimEnd().split('\n')).toHaveLength(8);
});

test('a store that may not even be read is refused with one line', { timeout: 60_000 }, async ({ skip }) => {
  skip(KEPT_FROM_NOBODY, WHY);
  setWritable(false);
  chmodSync(path.join(store, 'data'), 0o000);
  const { status, stdout, stderr } = await report(NOBODY);
  setWritable(true);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^podguard: .*: permission denied; .*\n$/);
});

function parentsOf(place: string): readonly string[] {
  const parent = path.dirname(place);
  return parent === place ? [] : [parent, ...parentsOf(parent)];
}

function report(as: { readonly uid?: number; readonly gid?: number } = {}) {
  return start(['report', '--store', store, '--format', 'ndjson', '--quiet'], as);
}

function run(...args: readonly string[]) {
  return start(args, {});
}

async function start(args: readonly string[], as: { readonly uid?: number; readonly gid?: number }) {
  const child = spawn(process.execPath, [MAIN, ...args], { ...as, cwd: tmpdir(), stdio: 'pipe' });
  children.push(child);
  const exited = once(child, 'exit');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [status] = (await exited) as [number];
  return { status, stdout, stderr };
}

function setWritable(is: boolean): void {
  chmodSync(directory, is ? 0o755 : 0o555);
  if (is) chmodSync(path.join(store, 'data'), 0o755);
  for (const entry of readdirSync(store, { recursive: true, withFileTypes: true })) {
    const mode = entry.isDirectory() ? 0o555 : 0o444;
    chmodSync(path.join(entry.parentPath, entry.name), is ? mode | 0o200 : mode);
  }
  chmodSync(store, is ? 0o755 : 0o555);
}
