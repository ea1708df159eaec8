import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Finding } from '@podguard/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ENDED, EXEMPT, FINDING } from '../report/findings.ts';
import { findingsIn, runCli } from '../support/run-cli.ts';
import { useDirectory } from '../support/use-directory.ts';
import { FORMATS, HELD, lines, report } from './reported.ts';

const MAIN = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));
const SAMPLES = fileURLToPath(new URL('../../samples', import.meta.url));

const { directory } = useDirectory('report');

const idsIn = (text: string) => findingsIn(text).map(({ id }) => id);

describe('report of a store', () => {
  const store = path.join(directory, 'store');
  beforeAll(async () => {
    expect((await runCli(['start', '--once', '--store', store])).status).toBe(0);
  }, 60_000);

  it('has the findings that scan has of the same records: the open ones, and with --all those that ended', async () => {
    const scanned = findingsIn((await runCli(['scan', SAMPLES])).stdout);
    const idsOf = (findings: readonly Finding[]) => findings.map(({ id }) => id).sort();
    const open = await runCli(['report', '--store', store]);
    expect(open.status).toBe(1);
    expect(idsIn(open.stdout).sort()).toEqual(idsOf(scanned.filter(({ status }) => status === 'open')));
    const all = await runCli(['report', '--store', store, '--all']);
    expect(idsIn(all.stdout).sort()).toEqual(idsOf(scanned));
  });

  it('begins its table with totals, and has no summary beside it', async () => {
    const { stdout, stderr } = await runCli(['report', '--store', store, '--all', '--no-color'], {
      tty: true,
    });
    const [head, open, ended] = stdout.split('\n');
    expect(head?.trim().split(/\s+/)).toEqual(['critical', 'high', 'medium', 'low', 'all']);
    expect(open?.split(/\s+/)).toEqual(['open', '2', '3', '1', '2', '8']);
    expect(ended?.split(/\s+/)).toEqual(['resolved', '2', '8', '2', '0', '12']);
    expect(stderr).toBe('');
  });
});

const untilNever = { ...EXEMPT, exemption: { ...EXEMPT.exemption, until: 'never' } };

describe('report of findings on the standard input', () => {
  const low = { ...FINDING, id: 'pg-low', severity: 'low', method: 'legacy', rule: 'imds-v1-allowed' };

  it('has the worst first, and counts them', async () => {
    const { stdout, stderr, status } = await report([low, ENDED, FINDING]);
    expect(idsIn(stdout)).toEqual([FINDING.id, 'pg-low']);
    expect(stderr).toBe('Open: 1 critical, 1 low\n');
    expect(status).toBe(1);
  });

  it('counts in JSON', async () => {
    const { stdout } = await report([low, ENDED, FINDING], '--all', '--format', 'json');
    const { findings, summary } = JSON.parse(stdout) as { findings: Finding[]; summary: object };
    expect(findings.map(({ id }) => id)).toEqual([FINDING.id, 'pg-low', ENDED.id]);
    expect(summary).toEqual({
      findings: {
        open: { low: 1, medium: 0, high: 0, critical: 1 },
        resolved: { low: 0, medium: 0, high: 1, critical: 0 },
      },
    });
  });

  it.for<[what: string, options: string[], ids: string[]]>([
    ['--severity', ['--severity', 'medium'], [FINDING.id]],
    ['--method', ['--method', 'legacy'], ['pg-low']],
    ['--rule', ['--rule', 'imds-v1-allowed'], ['pg-low']],
  ])('%s leaves others out', async ([, options, ids]) => {
    expect(idsIn((await report([low, FINDING], ...options)).stdout)).toEqual(ids);
  });

  it.for<[what: string, findings: object[], options: string[], status: number]>([
    ['nothing', [], [], 0],
    ['what ended', [ENDED], ['--all'], 0],
    ['what is exempt', [HELD], [], 0],
    ['what was exempt until some time ago', [EXEMPT], [], 1],
    ['what is exempt until no time', [untilNever], [], 1],
    [
      'what is exempt in one file and open in another',
      [HELD, { ...HELD, status: 'open', exemption: null }],
      [],
      1,
    ],
    ['the same the other way round', [{ ...HELD, status: 'open', exemption: null }, HELD], [], 1],
    ['an open one', [low], [], 1],
    ['an open one below --fail-on', [low], ['--fail-on', 'medium'], 0],
    ['an open one, whatever --fail-on never', [FINDING], ['--fail-on', 'never'], 0],
  ])('ends on %s with %s', async ([, findings, options, status]) => {
    expect((await report(findings, ...options)).status).toBe(status);
  });

  it('has what is exempt without --all, apart from what is open', async () => {
    const { stdout, stderr } = await report([FINDING, HELD, ENDED]);
    expect(idsIn(stdout)).toEqual([FINDING.id, EXEMPT.id]);
    expect(stderr).toBe('Open: 1 critical; 1 exempt\n');
  });

  it('asks AWS for nothing, and says so where it is told how', async () => {
    for (const option of ['--profile', '--region']) {
      const { status, stderr } = await report([FINDING], option, 'x');
      expect(status).toBe(2);
      expect(stderr).toContain(
        `${option} is for the table of a deployed service, and standard input is none`,
      );
    }
  });

  it('says nothing on the standard error with --quiet', async () => {
    expect((await report([FINDING], '--quiet')).stderr).toBe('');
  });

  it('writes into a file with --output', async () => {
    const file = path.join(directory, 'report.md');
    const { stdout } = await report([FINDING], '--format', 'md', '--output', file);
    expect(stdout).toBe('');
    expect(readFileSync(file, 'utf8')).toMatch(/^## Podguard: 1 open finding\n/);
  });

  it('takes findings of a rule that the catalogue no longer has, and --rule with it', async () => {
    const former = { ...FINDING, rule: 'rule-of-old' };
    for (const format of FORMATS) {
      const { status, stdout } = await report([former], '--rule', 'rule-of-old', '--format', format);
      expect(status).toBe(1);
      expect(stdout).toContain('rule-of-old');
    }
    expect((await report([former], '--rule', 'rule-of-nobody')).status).toBe(2);
  });

  it('is not disturbed by a reader that goes away', () => {
    const file = path.join(directory, 'many.ndjson');
    writeFileSync(
      file,
      lines(Array.from({ length: 10_000 }, (_, index) => ({ ...FINDING, id: `pg-${index}` }))),
    );
    const script = `set -o pipefail; "${process.execPath}" "${MAIN}" report --store "${file}" --quiet | head -1`;
    const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(idsIn(stdout)).toEqual(['pg-0']);
  });
});

describe('report of what cannot be read', () => {
  it.for<[what: string, name: string, content: string | null, message: RegExp]>([
    ['a directory that is not there', 'none', null, /there is no store in .*none: run podguard start/],
    ['a file that is not there', 'none.ndjson', null, /none\.ndjson: ENOENT/],
    [
      'a file that holds something else',
      'other.ndjson',
      '{"Records":[]}\n',
      /other\.ndjson:1: is no finding/,
    ],
    [
      'a file that is cut off',
      'cut.ndjson',
      JSON.stringify(FINDING).slice(0, -9),
      /cut\.ndjson:1: is no finding/,
    ],
  ])('%s ends with 2 and one line', async ([, name, content, message]) => {
    const place = path.join(directory, name);
    if (content !== null) writeFileSync(place, content);
    const { status, stdout, stderr } = await runCli(['report', '--store', place]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('a directory of something else ends with 2, and stays as it was', async () => {
    const place = path.join(directory, 'logs');
    mkdirSync(place);
    const { status, stderr } = await runCli(['report', '--store', place]);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `podguard: there is no store in ${place}: run podguard start, podguard replay --store or podguard drift first, or name another with --store\n`,
    });
    expect(readdirSync(place)).toEqual([]);
  });

  it.for(['table', 'json', 'html', 'csv'])('an empty store is no pass, as %s either', async (format) => {
    const place = path.join(directory, `empty-${format}`);
    expect((await runCli(['start', '--once', '--no-sample', '--store', place])).status).toBe(0);
    const { status, stdout, stderr } = await runCli(['report', '--store', place, '--format', format]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe(
      `podguard: ${place}: nothing was judged yet; podguard start takes records, and podguard drift reads the account\n`,
    );
  });

  it('a table without a name ends with 2', async () => {
    expect((await runCli(['report', '--store', 'dynamodb:'])).status).toBe(2);
  });

  it.for([0, 0.5, -1])('a finding on line %s is none', async (line) => {
    const { status, stderr } = await report([{ ...FINDING, source: { file: 'x', line } }]);
    expect(status).toBe(2);
    expect(stderr).toContain('source.line');
  });
});
