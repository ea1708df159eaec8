import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { ENDED, FINDING } from '../report/findings.ts';
import { runCli } from '../support/run-cli.ts';

const MAIN = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));
const directory = mkdtempSync(path.join(tmpdir(), 'podguard-contract-'));
afterAll(() => rmSync(directory, { recursive: true }));

const FORMATS = ['table', 'ndjson', 'json', 'sarif', 'ocsf', 'csv', 'md'] as const;
const lines = (...all: readonly (object | string)[]) =>
  all.map((one) => `${typeof one === 'string' ? one : JSON.stringify(one)}\n`).join('');
const report = (stdin: string, ...options: readonly string[]) =>
  runCli(['report', '--store', '-', '--quiet', ...options], { stdin });
const idsIn = (ndjson: string) => [...ndjson.matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id);

/** Without what is not always told. */
const LEAST = {
  v: 1,
  id: 'pg-4k7q2m9x1c8d',
  rule: 'irsa-subject-wildcard',
  method: 'irsa',
  severity: 'critical',
  status: 'open',
  resource: {
    kind: 'iam-role',
    key: 'arn:aws:iam::111122223333:role/app',
    account: '111122223333',
    region: 'us-east-1',
  },
  broken: false,
  unverified: false,
  cause: 'record',
  summary: 'Any service account in any namespace of cluster prod can assume app',
  evidence: [{ path: 'Statement[0].Condition.StringLike["...:sub"]', value: 'system:serviceaccount:*:*' }],
  witness: null,
  opened: {
    at: '2026-01-02T03:04:05Z',
    eventId: 'e-1',
    eventName: 'UpdateAssumeRolePolicy',
    actor: 'arn:aws:iam::111122223333:user/admin',
    sourceIp: '192.0.2.1',
    userAgent: 'aws-cli',
  },
  resolved: null,
  source: { file: 'logs/a.json', line: 12 },
};

describe('a finding that report takes', () => {
  it.for(FORMATS)('may lack what is not always told: %s', async (format) => {
    const { status, stdout, stderr } = await report(lines(LEAST), '--format', format);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toContain('irsa-subject-wildcard');
  });

  it('is told by explain, too', async () => {
    const { status, stdout } = await runCli(['explain', 'pg-4k7', '--store', '-'], { stdin: lines(LEAST) });
    expect(status).toBe(0);
    expect(stdout).toContain('Any service account in any namespace');
  });

  it.for(['record', 'drift', 'catalogue', 'configuration'])('may have the cause %s', async (cause) => {
    const { status, stdout } = await report(lines({ ...FINDING, cause }));
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ cause });
  });

  it('may be of a kind that only a newer version knows', async () => {
    const later = { ...FINDING, resource: { ...FINDING.resource, kind: 'ecs-task' } };
    for (const format of FORMATS) expect((await report(lines(later), '--format', format)).status).toBe(1);
    const explained = await runCli(['explain', FINDING.id, '--store', '-'], { stdin: lines(later) });
    expect(explained.status).toBe(0);
    expect(explained.stdout).toContain('ecs-task');
  });

  it('that is exempt is none that is open: it is there, counted apart, and sets no status', async () => {
    const excused = { ...FINDING, id: 'pg-excused', status: 'exempt' };
    expect((await report(lines(excused))).status).toBe(0);
    const all = await runCli(['report', '--store', '-', '--all', '--format', 'json'], {
      stdin: lines(ENDED, excused, LEAST),
    });
    const { findings, summary } = JSON.parse(all.stdout);
    expect(findings.map(({ status }: { status: string }) => status)).toEqual(['open', 'exempt', 'resolved']);
    expect(summary.findings.exempt).toEqual({ low: 0, medium: 0, high: 0, critical: 1 });
    expect(all.stderr).toMatch(/^Open: 1 critical; 1 exempt; 1 resolved$/m);
    const table = await report(lines(excused), '--format', 'table');
    expect(table.stdout).toMatch(/irsa-subject-wildcard {2}exempt {2}pg-excused/);
    const sarif = JSON.parse((await report(lines(excused), '--format', 'sarif')).stdout);
    expect(sarif.runs[0].results).toMatchObject([
      { suppressions: [{ kind: 'external', status: 'accepted' }] },
    ]);
  });
});

describe('a finding that is told twice', () => {
  it('is one', async () => {
    expect(idsIn((await report(lines(FINDING, LEAST, FINDING))).stdout)).toEqual([FINDING.id]);
  });

  it('and ended by then is not open', async () => {
    const ended = { ...ENDED, id: FINDING.id };
    for (const both of [lines(FINDING, ended), lines(ended, FINDING)]) {
      expect((await report(both)).stdout).toBe('');
      expect((await report(both, '--all')).stdout).toContain('"status":"resolved"');
    }
  });

  it('and opened again by then is two', async () => {
    const again = { ...FINDING, opened: { ...FINDING.opened, eventId: 'e-9' } };
    expect(idsIn((await report(lines(FINDING, again))).stdout)).toHaveLength(2);
  });
});

describe('a part that is no finding', () => {
  it('is named, the others are reported, and the status is 3', async () => {
    const { status, stdout, stderr } = await report(
      lines(
        FINDING,
        '{"bad":1}',
        '',
        '{',
        { ...FINDING, id: 'pg-2', severity: 'dreadful' },
        { ...FINDING, id: 'pg-3' },
      ),
    );
    expect(status).toBe(3);
    expect(idsIn(stdout)).toEqual([FINDING.id, 'pg-3']);
    expect(stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^podguard: standard input:2: is no finding \(v\)/),
      expect.stringMatching(/^podguard: standard input:4: is no finding;/),
      expect.stringMatching(/^podguard: standard input:5: is no finding \(severity\)/),
    ]);
  });

  it('of a JSON document is named by its place in it', async () => {
    const { status, stdout, stderr } = await report(
      JSON.stringify({ findings: [{ v: 2 }, FINDING] }, null, 2),
    );
    expect(status).toBe(3);
    expect(idsIn(stdout)).toEqual([FINDING.id]);
    expect(stderr).toMatch(/^podguard: standard input: findings\[0\]: is no finding \(v\)/);
  });

  it('beside no other is an error in one line, however many there are', async () => {
    const { status, stdout, stderr } = await report(lines('{"bad":1}', 'x', 'y'));
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^podguard: standard input:1: is no finding .*; nor do 2 more lines hold one\n$/);
  });
});

describe('report that is interrupted', () => {
  it('writes what it has read until then, and ends with 130', async () => {
    const ending = new AbortController();
    const stdin = new Readable({ read() {} });
    stdin.push(lines(FINDING));
    const running = runCli(['report', '--store', '-', '--format', 'ndjson'], {
      signal: ending.signal,
      input: stdin,
    });
    setTimeout(() => ending.abort(), 300);
    const { status, stdout } = await running;
    expect(status).toBe(130);
    expect(idsIn(stdout)).toEqual([FINDING.id]);
  });
});

describe('large files of findings', () => {
  it('are read a line at a time: what is not asked for takes no memory', { timeout: 60_000 }, () => {
    const file = path.join(directory, 'large.ndjson');
    const low = { ...FINDING, severity: 'low', summary: 'x'.repeat(20_000) };
    const part = Array.from({ length: 100 }, () => low);
    writeFileSync(file, lines({ ...FINDING, id: 'pg-worst' }));
    for (let index = 0; index < 60; index += 1) {
      const own = part.map((one, at) => ({ ...one, id: `pg-${index}-${at}` }));
      writeFileSync(file, lines(...own), { flag: 'a' });
    }
    // 120 MB of text in a heap of 128 MB, which would not hold it parsed, too.
    const args = [
      '--max-old-space-size=128',
      MAIN,
      'report',
      '--store',
      file,
      '--severity',
      'high',
      '--quiet',
    ];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(idsIn(stdout)).toEqual(['pg-worst']);
  });

  it.for(['json', 'sarif'])(
    'are no one text of %s where they are too many: NDJSON is',
    { timeout: 60_000 },
    async (format) => {
      const line = JSON.stringify({ ...LEAST, id: 'pg-ID' });
      const file = path.join(directory, `many-${format}.ndjson`);
      writeFileSync(
        file,
        Array.from({ length: 100_001 }, (_, index) => `${line.replace('pg-ID', `pg-${index}`)}\n`).join(''),
      );
      const { status, stdout, stderr } = await runCli([
        'report',
        '--store',
        file,
        '--quiet',
        '--format',
        format,
      ]);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toBe(
        'podguard: 100001 findings are too many for one text; take --format ndjson, or choose among them with --severity, --rule or --method\n',
      );
    },
  );

  it('have no line that is kept whatever its length', { timeout: 60_000 }, async () => {
    const chunk = Buffer.alloc(8 * 1024 * 1024, 'x');
    const input = Readable.from([
      ...Array.from({ length: 9 }, () => chunk),
      Buffer.from(`\n${lines(FINDING)}`),
    ]);
    const { status, stdout, stderr } = await runCli(['report', '--store', '-', '--quiet'], { input });
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: 'podguard: standard input:1: is longer than a finding can be\n',
    });
    expect(idsIn(stdout)).toEqual([FINDING.id]);
  });

  it('have characters that two chunks share', async () => {
    const summary = 'a\u00e9\ud83d\ude00b';
    const bytes = Buffer.from(lines({ ...FINDING, summary }));
    const input = Readable.from([...bytes].map((byte) => Buffer.from([byte])));
    const { stdout } = await runCli(['report', '--store', '-', '--quiet'], { input });
    expect(JSON.parse(stdout)).toMatchObject({ summary });
  });
});
