import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { record } from '../support/record.ts';
import { runCli } from '../support/run-cli.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'podguard-interrupted-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

const TOLD = 'podguard: interrupted: what follows is of the records read so far\n';

const broken = record({ eventName: 'UpdateAssumeRolePolicy', requestParameters: null });
const RECORDS = [record(), broken].map((one) => `${JSON.stringify(one)}\n`).join('');

/** Runs a command on a standard input that goes on after two records, and interrupts it when they are read; with what it told then. */
async function interrupt(args: readonly string[]) {
  const controller = new AbortController();
  const input = new PassThrough();
  input.write(RECORDS);
  let told = '';
  const stderr = new Writable({
    write(chunk, _encoding, done) {
      told += chunk;
      done();
    },
  });
  const running = runCli([...args, '-'], { input, stderr, signal: controller.signal, directory });
  await vi.waitFor(() => {
    expect(input.readableLength).toBe(0);
    if (args[0] !== 'check') expect(told).toContain('standard input:2: ');
  }, 10_000);
  const before = told.length;
  controller.abort('SIGINT');
  const atOnce = told.slice(before);
  return { ...(await running), atOnce, told: told.slice(before) };
}

it('scan says so at once and in its summary', async () => {
  const { status, stdout, atOnce, told } = await interrupt(['scan', '--format', 'json']);
  expect(status).toBe(130);
  expect(atOnce).toBe(TOLD);
  expect(told).toMatch(/ s · interrupted\n$/);
  const { findings, summary } = JSON.parse(stdout);
  expect(summary).toMatchObject({ records: 2, interrupted: true });
  expect(findings).toHaveLength(1);
});

it('scan writes what it found to its file, which says that it is a part', async () => {
  const file = path.join(directory, 'results.json');
  writeFileSync(file, 'of another run');
  expect((await interrupt(['scan', '--format', 'json', '--output', file])).status).toBe(130);
  expect(JSON.parse(readFileSync(file, 'utf8')).summary).toMatchObject({ records: 2, interrupted: true });
});

it.for([
  ['json', /"interrupted":true/],
  ['table', /^2 records, .* sent \(interrupted\) \(dry run: nothing was sent\)\n$/],
] as const)('replay says so at once and in its counts, as %s', async ([format, counts]) => {
  const { status, stdout, told } = await interrupt(['replay', '--dry-run', '--format', format]);
  expect(status).toBe(130);
  expect(told).toBe(TOLD);
  expect(stdout).toMatch(counts);
});

it('check says so of its files', async () => {
  const { status, stdout, atOnce } = await interrupt(['check', '--format', 'json']);
  expect(status).toBe(130);
  expect(atOnce).toBe(TOLD.replace('records', 'files'));
  expect(JSON.parse(stdout).summary).toMatchObject({ documents: 0, interrupted: true });
});

it('a signal from before the reading is told, too', async () => {
  const { status, stderr } = await runCli(['scan', '-'], { signal: AbortSignal.abort('SIGINT') });
  expect(status).toBe(130);
  expect(stderr).toContain(TOLD);
});
