import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import type { Finding } from '@podguard/core';
import { run } from 'podguard';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPEN_IRSA_TRUST, roleCreated } from '../service/records.ts';
import { record } from '../support/record.ts';
import { runCli } from '../support/run-cli.ts';
import { ISSUER, irsa, trust } from '../support/trusts.ts';

function nested(depth: number): unknown {
  return depth === 0 ? 0 : [nested(depth - 1)];
}

const BAD = '\u001b[2J\u202e\n';

let directory: string;
let finding: Finding;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'podguard-explain-'));
  const { stdout } = await runCli(['scan', '-'], { stdin: JSON.stringify(record()) });
  finding = JSON.parse(stdout) as Finding;
});
afterAll(() => rmSync(directory, { recursive: true }));

const explain = (value: unknown, options: readonly string[] = []) =>
  runCli(['explain', 'pg-', '--store', '-', ...options], { stdin: JSON.stringify(value) });

describe('explain of findings that somebody else wrote', () => {
  it.for<[what: string, over: Record<string, unknown>]>([
    ['a severity that does not exist', { severity: 'constructor' }],
    ['a status that does not exist', { status: 'closed' }],
    ['a resource of no kind', { resource: { kind: 'toString', key: 'k', account: 'a', region: 'r' } }],
    ['a title that is no text', { title: 1 }],
    ['evidence without a path', { evidence: [null] }],
    ['evidence nested without end', { evidence: [{ path: 'p', value: nested(500) }] }],
    ['reasons that are no texts', { reasons: [{}] }],
    ['an opening without an actor', { opened: { at: 'x' } }],
    ['changes of no type', { changes: [{ type: 'x', from: 'low', to: 'high', at: 'x', eventId: 'x' }] }],
    ['an end that is a text', { resolved: 'yes' }],
    ['a witness that is a list', { witness: [] }],
  ])('%s is refused in one line', async ([, over]) => {
    const { status, stdout, stderr } = await explain({ ...finding, ...over });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^podguard: standard input:1: is no finding .*\n$/);
  });

  it('says by what it is exempt, who knows of it and whose it is', async () => {
    const { stdout } = await explain({
      ...finding,
      status: 'exempt',
      exemption: { id: 'ex-1', reason: 'moves', author: 'alex', until: '2999-01-01T00:00:00.000Z' },
      acknowledged: { by: 'sam', at: '2000-01-01T00:00:00.000Z' },
      owner: { name: 'team-web', from: 'tag' },
    });
    expect(stdout).toContain(
      '\nExempt\n  until 2999-01-01 00:00:00 UTC, by alex\n  moves\n  exemption ex-1\n',
    );
    expect(stdout).toContain('\nAcknowledged\n  2000-01-01 00:00:00 UTC  sam\n');
    expect(stdout).toContain('\n  owner team-web (by its tag)\n');
    expect(stdout).not.toContain('exempt add');
  });

  it('shows control characters in whatever is printed by their code', async () => {
    const turn = Object.fromEntries(
      Object.entries(finding.opened ?? {}).map(([name, value]) => [name, `${value}${BAD}`]),
    );
    const hostile = {
      ...finding,
      id: `pg-x${BAD}`,
      rule: `rule${BAD}`,
      title: `title${BAD}`,
      summary: `summary${BAD}`,
      resource: { ...finding.resource, key: `key${BAD}`, account: `account${BAD}`, region: `region${BAD}` },
      evidence: [{ path: `path${BAD}`, value: `value${BAD}` }],
      witness: { text: `witness${BAD}`, request: { [`a${BAD}`]: BAD } },
      reasons: [`reason${BAD}`],
      opened: turn,
      changes: [{ type: 'worsened', from: 'low', to: 'high', at: `at${BAD}`, eventId: `event${BAD}` }],
      resolved: { ...turn, reason: `reason${BAD}` },
    };
    const { status, stdout } = await explain(hostile);
    expect(status).toBe(0);
    expect(stdout).not.toMatch(/[\u202e]/);
    expect(stdout).not.toContain('\u001b');
    for (const word of ['pg-x', 'rule', 'title', 'key', 'value', 'reason', 'at', 'event'])
      expect(stdout).toContain(`${word}\\u001b[2J\\u202e\\u000a`);
  });

  it('shows control characters in its own messages by their code', async () => {
    const two = [1, 2].map((end) => JSON.stringify({ ...finding, id: `pg-${BAD}${end}` }));
    const { stderr } = await runCli(['explain', 'pg-', '--store', '-'], { stdin: two.join('\n') });
    expect(stderr).not.toContain('\u001b');
    expect(stderr).toContain('\\u001b[2J\\u202e');
  });

  it.for(['findings.log', 'findings'])('reads a file named %s', async (name) => {
    const file = path.join(directory, name);
    writeFileSync(file, `${JSON.stringify(finding)}\n`);
    expect(await runCli(['explain', finding.id, '--store', file])).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('machine output', () => {
  const others = '\u0085\u007f\u009b2J\u202e\u2028\u2066\u200b';
  const hostile = JSON.stringify(record({ userAgent: others, sourceIPAddress: others }));

  it.for(['ndjson', 'json'] as const)(
    '%s holds nothing that a terminal acts on, and means the same',
    async (format) => {
      const { stdout } = await runCli(['scan', '-', '--format', format], { stdin: hostile });
      expect(stdout.replaceAll('\n', '')).toMatch(/^[ -~]*$/);
      const value = JSON.parse(stdout) as Finding & { readonly findings: readonly Finding[] };
      const [first] = format === 'json' ? value.findings : [value];
      expect(first?.opened).toMatchObject({ userAgent: others, sourceIp: others });
    },
  );
});

describe('explain of what check found', () => {
  const RULE = ['--rule', 'irsa-subject-unrestricted', '--quiet'];
  const ANY = trust(irsa({ StringLike: { [`${ISSUER}:sub`]: 'system:serviceaccount:*' } }));
  const pretty = JSON.stringify(JSON.parse(ANY), null, 2);

  async function checked(name: string, text: string): Promise<{ file: string; found: string }> {
    const file = path.join(directory, name);
    writeFileSync(file, text);
    return { file, found: (await runCli(['check', file, ...RULE])).stdout };
  }
  const explained = async (found: string, columns?: number) => {
    const stdin = Readable.from([Buffer.from(found)]);
    const chunks: string[] = [];
    const stdout = new Writable({
      write(chunk, _encoding, done) {
        chunks.push(String(chunk));
        done();
      },
    });
    const status = await run(['explain', 'pg-', '--store', '-', '--no-color'], {
      stdin,
      stdout: Object.assign(stdout, {
        isTTY: columns !== undefined,
        ...(columns === undefined ? {} : { columns }),
      }),
      stderr: new Writable({ write: (_chunk, _encoding, done) => done() }),
      env: {},
      directory,
      signal: new AbortController().signal,
    });
    expect(status).toBe(0);
    return chunks.join('');
  };

  it('shows the statement, what decided in it, and the witness in words', async () => {
    const { file, found } = await checked('any.json', pretty);
    const text = await explained(found);
    expect(text).toContain(`Statement[0] of ${file}, line 4\n  {\n    "Effect": "Allow",\n`);
    expect(text).toContain(`\n>       "${ISSUER}:sub": "system:serviceaccount:*"\n`);
    expect(text).toContain(
      `\nDecided by\n  Statement[0].Condition.StringLike["${ISSUER}:sub"] = system:serviceaccount:*`,
    );
    expect(text).toMatch(/\nWitness\n {2}A pod in namespace \S+ using service account \S+ of .*\n/);
    expect(text).toContain('account not known');
    // A document's path is no role's name: a command must not be filled with it.
    expect(text).not.toMatch(/--role-name \S*any\.json/);
    expect(text).not.toContain('\nOpened\n');
  });

  it('shows the paths alone where the file is gone or holds something else', async () => {
    const { file, found } = await checked('gone.json', ANY);
    for (const change of [
      () => writeFileSync(file, '{'),
      () => rmSync(file),
      () => symlinkSync('/dev/zero', file),
    ]) {
      change();
      const text = await explained(found);
      expect(text).not.toContain('"Effect"');
      expect(text).toContain('Decided by\n  Statement[0].Condition.StringLike');
    }
  });

  it('reads no file for a finding that an event opened', async () => {
    const records = path.join(directory, 'records.json');
    writeFileSync(records, JSON.stringify(roleCreated('reports', OPEN_IRSA_TRUST)));
    const { stdout } = await runCli(['scan', records, ...RULE]);
    writeFileSync(records, ANY);
    const text = await explained(stdout);
    expect(text).toContain('\nDecided by\n  Statement[0]');
    expect(text).toContain('\nOpened\n');
    expect(text).not.toContain('"Effect"');
  });

  it.for([80, 120])('breaks its prose at %i columns', async (columns) => {
    const { found } = await checked('wide.json', pretty);
    const text = await explained(found, columns);
    const prose = text
      .split('\n')
      .filter((line) => line.trim().includes(' ') && !/[{}"]|aws iam|: /.test(line));
    expect(prose.length).toBeGreaterThan(5);
    expect(prose.filter((line) => line.length > columns)).toEqual([]);
  });

  it('says the same on a terminal without a size as on none', async () => {
    const { found } = await checked('wide.json', pretty);
    expect(await explained(found, 0)).toBe(await explained(found));
  });
});
