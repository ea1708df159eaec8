import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
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

it('files of other kinds in a directory are passed over by name and counted, but not where they are all', async () => {
  const others = path.join(directory, 'others');
  mkdirSync(others);
  for (const name of ['README.md', 'shot.PNG']) writeFileSync(path.join(others, name), 'x');
  const alone = await runCli(['scan', others]);
  expect(alone.stderr).toContain(`podguard: ${others}: no file of records is there, only 2 of other kinds`);
  expect(alone.status).toBe(2);

  writeFileSync(path.join(others, 'records.txt'), 'no records');
  const unknown = await runCli(['scan', others]);
  expect(unknown.stderr).toContain('records.txt: ');
  expect(unknown.stderr).not.toContain('README.md');

  const record = {
    eventID: 'a',
    eventName: 'X',
    eventSource: 'x.amazonaws.com',
    eventTime: '2026-01-02T03:04:05Z',
  };
  writeFileSync(path.join(others, 'records.txt'), JSON.stringify({ Records: [record] }));
  const { status, stderr } = await runCli(['scan', others]);
  expect(stderr).toContain('1 records read, 0 relevant · 2 other files passed over');
  expect(status).toBe(0);
  expect((await runCli(['scan', path.join(others, 'README.md')])).stderr).toContain('README.md: ');
});

it('an exemption of the configuration that has ended is named, for what it covered is open again', async () => {
  const config = path.join(directory, 'podguard.config.ts');
  const exemption = (since: string, until: string) => ({
    rules: ['static-key-created'],
    reason: 'moves',
    author: 'anneke',
    since: `${since}T00:00:00Z`,
    until: `${until}T00:00:00Z`,
  });
  const exemptions = [exemption('2099-01-01', '2099-02-01'), exemption('2025-10-01', '2025-12-31')];
  writeFileSync(config, `export default ${JSON.stringify({ exemptions })}`);
  const told =
    'podguard: exemptions[1] of the configuration ended on 2025-12-31; give it another end, or remove it\n';
  const scanned = await runCli(['scan', '-', '--config', config], { stdin: '{"Records":[]}' });
  const checked = await runCli(['check', '-', '--config', config], { stdin: '{"Statement":[]}' });
  for (const { stderr } of [scanned, checked]) {
    expect(stderr).toContain(told);
    expect(stderr).not.toContain('exemptions[0]');
  }
});

it('without a region S3 is not read, and the way out is to name one', async () => {
  vi.stubEnv('AWS_REGION', undefined);
  vi.stubEnv('AWS_DEFAULT_REGION', undefined);
  vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
  vi.stubEnv('AWS_ACCESS_KEY_ID', '111122223333');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  const { status, stderr } = await runCli(['scan', 's3://trail/x']).finally(() => vi.unstubAllEnvs());
  expect(stderr).toContain('podguard: s3://trail/x: no region is known. Name it with --region.\n');
  expect(status).toBe(2);
});
