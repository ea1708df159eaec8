import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { runCli } from '../support/run-cli.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'podguard-start-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

it('leaves no store behind where its port is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => {
    other.close();
  });
  await once(other, 'listening');
  const port = String((other.address() as AddressInfo).port);
  const { status, stderr } = await runCli(['start', '--no-sample', '--port', port, '--store', 'mine'], {
    directory,
  });
  expect(status).toBe(2);
  expect(stderr).toContain(`port ${port} is in use`);
  expect(readdirSync(directory)).toEqual([]);
});

const started = () =>
  runCli(['start', '--no-sample', '--port', '0', '--store', 'mine'], {
    directory,
    signal: AbortSignal.abort('SIGTERM'),
  });

it('says once that it sends nothing to the channels that are configured', async () => {
  const config = `export default { channels: { team: { type: 'webhook', url: 'https://example.com/x', secretParameter: '/podguard/hook' } } };`;
  writeFileSync(path.join(directory, 'podguard.config.ts'), config);
  const { status, stderr } = await started();
  expect(status).toBe(0);
  expect(stderr.split('\n').filter((line) => line.includes('channels'))).toEqual([
    'podguard: nothing is sent to channels from here (team): a deployed service does that, this one shows it on its page',
  ]);
});

it('says nothing of channels where there are none, and keeps its store', async () => {
  const { status, stderr } = await started();
  expect(status).toBe(0);
  expect(stderr).not.toContain('channels');
  expect(existsSync(path.join(directory, 'mine', 'data'))).toBe(true);
});
