import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Finding } from '@podguard/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDED, EXEMPT, FINDING, hostile, hostileEnded, hostileExempt } from '../report/findings.ts';
import { record } from '../support/record.ts';
import { runCli } from '../support/run-cli.ts';

const MAIN = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));
const SAMPLES = fileURLToPath(new URL('../../samples', import.meta.url));
const FORMATS = ['table', 'ndjson', 'json', 'sarif', 'asff', 'ocsf', 'csv', 'md'] as const;

let directory: string;
let store: string;

const lines = (findings: readonly object[]) => findings.map((one) => `${JSON.stringify(one)}\n`).join('');
const report = (findings: readonly object[], ...options: string[]) =>
  runCli(['report', '--store', '-', ...options], { stdin: lines(findings) });
const idsIn = (ndjson: string) =>
  ndjson
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as Finding).id);

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'podguard-report-'));
  store = path.join(directory, 'store');
  expect((await runCli(['start', '--once', '--store', store])).status).toBe(0);
}, 60_000);
afterAll(() => rmSync(directory, { recursive: true }));

describe('report of a store', () => {
  it('has the findings that scan has of the same records: the open ones, and with --all those that ended', async () => {
    const scanned = (await runCli(['scan', SAMPLES])).stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Finding);
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
const HELD = { ...EXEMPT, exemption: { ...EXEMPT.exemption, until: '2999-01-01T00:00:00.000Z' } };

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
      stderr: `podguard: there is no store in ${place}: run podguard start or podguard drift first, or name another with --store\n`,
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

const NOTHING = {
  table: /^No open findings\n$/,
  ndjson: /^$/,
  json: /^\{\n {2}"findings": \[\],/,
  sarif: /\n {6}"results": \[\]\n/,
  asff: /^\[\]\n$/,
  ocsf: /^$/,
  csv: /^id,rule,.*\r\n$/,
  md: /^## Podguard: no open findings\n$/,
};

describe.for(FORMATS)('--format %s', (format) => {
  it('is written by scan and check, too', async () => {
    const records = { stdin: JSON.stringify(record()) };
    expect((await runCli(['scan', '-', '--format', format], records)).stdout).toContain(
      'static-key-for-other-user',
    );
    // A document alone has no account.
    if (format === 'asff') return;
    const document = JSON.stringify({
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }],
    });
    const { status, stdout } = await runCli(['check', '-', '--format', format], { stdin: document });
    expect(status).toBe(1);
    expect(stdout).toContain('trust-public-principal');
  });

  it('holds no character that a terminal or an editor would obey', async () => {
    const text = '\u001b[2J\u202e\u0007\u009b';
    const { status, stdout } = await report(
      [
        FINDING,
        hostile(text),
        { ...hostileEnded(text), id: 'pg-ended' },
        {
          ...hostileExempt(text),
          id: 'pg-exempt',
          exemption: { ...hostileExempt(text).exemption, until: HELD.exemption.until },
        },
      ],
      '--all',
      '--format',
      format,
    );
    expect(status).toBe(1);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: there must be none
    expect(stdout.replaceAll(/\r?\n/g, '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
  });

  it('says of nothing that it is nothing', async () => {
    const { status, stdout } = await report([], '--format', format);
    expect(status).toBe(0);
    expect(stdout).toMatch(NOTHING[format]);
  });

  it('holds ten thousand findings', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({ ...FINDING, id: `pg-${index}-end` }));
    const { stdout } = await report(many, '--format', format);
    const shown = new Set(stdout.match(/pg-\d+-end/g)).size;
    // Markdown is for a comment, which takes 65,536 characters.
    if (format !== 'md') return expect(shown).toBe(10_000);
    expect(shown).toBeGreaterThan(50);
    expect(stdout).toContain(`\nAnd ${10_000 - shown} more: `);
    expect(stdout.length).toBeLessThan(65_536);
  });
});

describe('--format sarif of check', () => {
  const policy = `{
  "Statement": [
    { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" },
    { "Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole" }
  ]
}`;
  const AWS_AUTH = `apiVersion: v1
kind: ConfigMap
metadata: {name: aws-auth, namespace: kube-system}
data:
  mapRoles: |
    - rolearn: arn:aws:iam::111122223333:role/node
      groups: [system:nodes]
    - rolearn: arn:aws:iam::111122223333:role/ops
      groups: [system:masters]
`;

  it.for<[what: string, name: string, content: string, uri: string, line: number]>([
    ['the statement', 'policies/open.json', policy, 'policies/open.json', 4],
    ['a name with spaces and such', 'a b/é%#.json', policy, 'a%20b/%C3%A9%25%23.json', 4],
    ['the group in the entry of aws-auth', 'k8s/aws-auth.yaml', AWS_AUTH, 'k8s/aws-auth.yaml', 9],
    [
      'the instruction',
      'Dockerfile',
      'FROM alpine\nENV AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\n',
      'Dockerfile',
      2,
    ],
  ])('names the file as the repository has it, and the line of %s', async ([, name, content, uri, line]) => {
    const root = mkdtempSync(path.join(directory, 'repository-'));
    mkdirSync(path.join(root, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(root, name), content);
    // The path given is a whole one: what lies in the working directory is named from there.
    const { stdout } = await runCli(['check', path.join(root, name), '--format', 'sarif'], {
      directory: root,
    });
    const log = JSON.parse(stdout) as {
      runs: { results: { locations: { physicalLocation: object }[] }[] }[];
    };
    expect(log.runs[0]?.results.map(({ locations }) => locations[0]?.physicalLocation)).toEqual([
      { artifactLocation: { uri }, region: { startLine: line, startColumn: 1, endLine: line } },
    ]);
  });

  it('names a file elsewhere whole', async () => {
    const file = path.join(directory, 'elsewhere.json');
    writeFileSync(file, policy);
    const { stdout } = await runCli(['check', file, '--format', 'sarif'], { directory: store });
    expect(stdout).toContain(`"uri": "file://${file}"`);
  });
});

describe('rules --format md', () => {
  it('has every rule as the docs have it', async () => {
    const { status, stdout } = await runCli(['rules', 'imds-v1-allowed', '--format', 'md']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^# imds-v1-allowed\n/);
    const all = (await runCli(['rules', '--format', 'md'])).stdout;
    const json = JSON.parse((await runCli(['rules', '--format', 'json'])).stdout) as { id: string }[];
    expect(all.match(/^# [\w-]+(?=\n\n\*\*)/gm)).toEqual(json.map(({ id }) => `# ${id}`));
    expect(all).toContain(stdout);
  });
});
