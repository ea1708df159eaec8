import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

const OTHERWISE = /\d+ resources were judged with other rules or settings than the present ones/;
let directory: string;
beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'podguard-judged-'));
  expect((await runCli(['start', '--once'], { directory })).status).toBe(0);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it('a report says that its verdicts are of other settings than the present ones, and only then', async () => {
  const same = await runCli(['report', '--format', 'json'], { directory });
  expect(same.stderr).not.toMatch(OTHERWISE);
  writeFileSync(path.join(directory, 'other.config.ts'), "export default { instances: 'all' };\n");
  const other = ['--config', 'other.config.ts'];
  expect((await runCli(['report', ...other], { directory })).stderr).toMatch(OTHERWISE);
  expect((await runCli(['report', '--quiet', ...other], { directory })).stderr).toBe('');
  const [finding] = JSON.parse(same.stdout).findings;
  expect((await runCli(['explain', finding.id, ...other], { directory })).stderr).toMatch(OTHERWISE);
  await runCli(['start', '--once', '--no-sample', ...other], { directory });
  expect((await runCli(['report', ...other], { directory })).stderr).not.toMatch(OTHERWISE);
});
