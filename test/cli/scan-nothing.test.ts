import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'podguard-nothing-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

it('a directory without a file is no pass', async () => {
  const { status, stderr } = await runCli(['scan', directory]);
  expect(stderr).toContain(`podguard: ${directory}: no file is in this directory. Check the path.\n`);
  expect(stderr).toMatch(/^Nothing was judged$/m);
  expect(status).toBe(2);
});

it('what cannot be found is no pass, and nothing says that it is', async () => {
  const { status, stderr } = await runCli(['scan', path.join(directory, 'none.json')]);
  expect(stderr).toMatch(/^Nothing was judged$/m);
  expect(stderr).not.toContain('No open findings');
  expect(status).toBe(2);
});
