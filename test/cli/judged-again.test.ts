import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyOfProject } from '../support/copy-of-project.ts';

let project: string;
beforeAll(() => {
  project = copyOfProject();
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

function edit(file: string, from: string, to: string): void {
  const target = path.join(project, file);
  const text = readFileSync(target, 'utf8');
  expect(text).toContain(from);
  writeFileSync(target, text.replace(from, to));
}

function started(): string {
  const args = ['packages/cli/src/main.ts', 'start', '--once', '--store', 'kept', '--no-color'];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}

it('a kept store is judged again by a version whose rules call something else', () => {
  expect(started()).toContain('has the active access key AKIA');
  edit('packages/rules/src/shared/key-id.ts', 'state.keyId ??', 'state.keyId?.toLowerCase() ??');
  edit('packages/cli/package.json', '"version": "0.1.0"', '"version": "0.1.1"');
  expect(started()).toContain('has the active access key akia');
}, 60_000);
