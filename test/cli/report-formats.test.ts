import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FINDING, hostile, hostileEnded, hostileExempt } from '../report/findings.ts';
import { record } from '../support/record.ts';
import { runCli } from '../support/run-cli.ts';
import { useDirectory } from '../support/use-directory.ts';
import { FORMATS, HELD, report } from './reported.ts';

const { directory } = useDirectory('report');

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
      'FROM alpine\nENV AWS_ACCESS_KEY_ID=AKIAQ7ZL2M4N6P3R5S7T\n',
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
    const { stdout } = await runCli(['check', file, '--format', 'sarif'], {
      directory: mkdtempSync(path.join(directory, 'other-')),
    });
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
