import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Finding } from '@podguard/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { irsa, trust } from '../support/trusts.ts';

const OPEN = trust(irsa());
const MEBIBYTE = 1024 * 1024;

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'podguard-check-hostile-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

const inDirectory = (name: string) => {
  const target = path.join(directory, name);
  mkdirSync(target, { recursive: true });
  return target;
};

describe('check of input that is no policy document', () => {
  it.for<[what: string, content: string | Uint8Array, said: RegExp]>([
    ['nothing', '', /is empty/],
    ['no JSON', 'Statement: []', /must be JSON/],
    ['JSON that is cut off', OPEN.slice(0, -5), /must be JSON/],
    ['binary', new Uint8Array([0xff, 0x00, 0x80, 0x1b]), /UTF-8/],
    ['a zip archive', 'PK\u0003\u0004', /zip archive/],
    ['a gzip file', gzipSync(OPEN), /UTF-8/],
    ['UTF-16', Buffer.from(`\ufeff${OPEN}`, 'utf16le'), /UTF-16/],
    ['deep JSON', `{"Statement": ${'['.repeat(200_000)}${']'.repeat(200_000)}}`, /Statement.*levels|deep/i],
    ['deep JSON of another kind', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, /is no policy document/],
    [
      'a document beyond the bound',
      JSON.stringify({ Statement: { Effect: 'Allow', Action: 'a'.repeat(200_000), Resource: '*' } }),
      /maxCharacters/,
    ],
    ['a file beyond the bound', ' '.repeat(17 * MEBIBYTE), /larger than 16 MB/],
    ['a broken % sequence', '%7B%2', /URL-encoded/],
    ['a list', '[1]', /is no policy document/],
    ['null', 'null', /is no policy document/],
    ['keys of the wrong case', '{"statement": []}', /statement/],
    [
      'an answer with a document that is none',
      '{"PolicyVersion": {"Document": 1}}',
      /PolicyVersion\.Document: /,
    ],
    ['a role without a document', '{"Role": {"Arn": "x"}}', /is no policy document/],
  ])('%s: one line and status 2', async ([, content, said]) => {
    const { status, stdout, stderr } = await runCli(['check', '-', '--quiet'], { stdin: content });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^podguard: standard input: [^\n]*\n$/);
    expect(stderr).toMatch(said);
  });

  it('shows control characters by their code', async () => {
    const stdin = '{"Statement": {"Effect": "\u001b[2J\u202e"}}'.replace('\u001b', '\\u001b');
    const { stderr } = await runCli(['check', '-'], { stdin });
    expect(stderr).not.toContain('\u001b');
    expect(stderr).not.toContain('\u202e');
  });

  it('takes a key named __proto__ for a key', async () => {
    const stdin =
      '{"__proto__": {"Statement": []}, "PolicyDocument": {"Version": "2012-10-17", "Statement": []}}';
    const { status, stderr } = await runCli(['check', '-'], { stdin });
    expect(status).toBe(2);
    expect(stderr).toContain('PolicyDocument.Statement: must hold at least one statement');
  });
});

describe('check of a directory', () => {
  it('ends where links lead back, and names the link that leads to itself', async () => {
    const target = inDirectory('loop');
    writeFileSync(path.join(target, 'open.json'), OPEN);
    symlinkSync(target, path.join(target, 'again'));
    symlinkSync(path.join(target, 'self.json'), path.join(target, 'self.json'));
    const { status, stdout, stderr } = await runCli(['check', target, '--rule', 'irsa-subject-unrestricted']);
    expect(status).toBe(3);
    expect(stderr).toContain('self.json: a symbolic link that leads back to itself');
    expect(stdout.trim().split('\n')).toHaveLength(1);
  });

  it('names a file that cannot be read, and judges the rest', async () => {
    const target = path.join(inDirectory('unreadable'), 'open.json');
    writeFileSync(target, OPEN);
    const { status, stdout, stderr } = await runCli(['check', target, '/proc/self/mem']);
    expect(status).toBe(3);
    expect(stderr).toContain('/proc/self/mem: could not be read (EIO)');
    expect(stdout).toContain('irsa-subject-unrestricted');
  });

  it('judges a thousand documents, each by itself', async () => {
    const target = inDirectory('thousand');
    for (let index = 0; index < 1_000; index += 1) writeFileSync(path.join(target, `${index}.json`), OPEN);
    const { status, stdout } = await runCli(['check', target, '--rule', 'irsa-subject-unrestricted']);
    const files = stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as Finding).source?.file);
    expect(status).toBe(1);
    expect(new Set(files).size).toBe(1_000);
  }, 60_000);

  it('reads a file once that is named twice', async () => {
    const target = path.join(inDirectory('twice'), 'open.json');
    writeFileSync(target, OPEN);
    const { stderr } = await runCli([
      'check',
      path.dirname(target),
      target,
      path.relative(process.cwd(), target),
    ]);
    expect(stderr).toContain('1 policy document read');
  });
});
