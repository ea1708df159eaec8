import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { record } from '../support/record.ts';
import { runCli } from '../support/run-cli.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'podguard-problems-'));
  const broken = record({ eventName: 'UpdateAssumeRolePolicy', requestParameters: null });
  writeFileSync(path.join(directory, 'a.json'), JSON.stringify(record()));
  writeFileSync(path.join(directory, 'b.json'), `${JSON.stringify(record())}\n${JSON.stringify(broken)}`);
  writeFileSync(path.join(directory, 'empty.json'), '');
  writeFileSync(path.join(directory, 'other.json'), '{"name": "x"}');
});
afterAll(() => rmSync(directory, { recursive: true }));

const COUNTS = { unreadable: 1, problems: 2 };

it('scan counts the files that it names, besides the records', async () => {
  const args = ['scan', directory, '--format', 'json', '--fail-on', 'never'];
  const { status, stdout, stderr } = await runCli(args);
  expect(status).toBe(3);
  expect(JSON.parse(stdout).summary).toMatchObject({ records: 3, ...COUNTS });
  expect(stderr).toMatch(/ · 2 files not read whole · 1 unreadable · /);
  expect(stderr.match(/^podguard: \S*\.json/gm)).toHaveLength(3);
});

it('scan of whole files says 0 of both in JSON, and nothing in words', async () => {
  const { stdout, stderr } = await runCli(['scan', path.join(directory, 'a.json'), '--format', 'json']);
  expect(JSON.parse(stdout).summary).toMatchObject({ unreadable: 0, problems: 0 });
  expect(stderr).not.toMatch(/not read whole|unreadable|interrupted/);
});

it('replay counts them, too', async () => {
  const { status, stdout } = await runCli(['replay', directory, '--url', 'http://localhost:1', '--dry-run']);
  expect(status).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({ records: 3, relevant: 3, ...COUNTS, dryRun: true });
});
