import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Finding } from '@podguard/core';
import { hostile, hostileEnded, hostileExempt } from '../report/findings.ts';
import { type CliResult, runCli } from '../support/run-cli.ts';
import { ISSUER, irsa, trust } from '../support/trusts.ts';
import { someRecordsOf } from './records.ts';

const LONGEST_NAME = 60;
/** What commands are given by these names. */
const FOLDERS: Readonly<Record<string, string>> = {
  logs: 'logs',
  stored: 'logs/stored',
  documents: 'documents',
};
/** Each of so many records is in the store, which is slow. */
const STORED = 10;

export interface CliStage {
  readonly directory: string;
  /** Findings of which every string is one of the texts, as a file of another's may hold them. */
  readonly findings: string;
  run(args: readonly string[], stdin?: string): Promise<CliResult>;
  /** The ids of some findings of the store, one for each of its rules. */
  ids(): Promise<readonly string[]>;
  /** A finding of each rule that fails for what is in the logs and documents, as a line. */
  samples(): Promise<readonly string[]>;
  close(): void;
}

/** A directory with logs, documents, findings and a store in which every name is one of the texts. */
export async function openCliStage(texts: readonly string[]): Promise<CliStage> {
  const directory = mkdtempSync(path.join(tmpdir(), 'podguard-security-'));
  const write = (folder: string, name: string, content: string) => {
    mkdirSync(path.join(directory, folder), { recursive: true });
    writeFileSync(path.join(directory, folder, name), content);
  };
  someRecordsOf(texts).forEach((one, at) => {
    write(
      at % STORED === 0 ? 'logs/stored' : 'logs',
      `${at}-${fileName(texts[at % texts.length]!)}.json`,
      JSON.stringify({ Records: [one] }),
    );
  });
  texts.forEach((text, at) => {
    const name = `${at}-${fileName(text)}`;
    const [document, ending] = documentOf(text, at);
    write('documents', `${name}.${ending}`, document);
  });
  const all = texts.flatMap((text): readonly Finding[] => {
    const open = hostile(text);
    const resource = { ...open.resource, account: '111122223333', region: 'eu-central-1' };
    return [{ ...open, resource }, open, hostileExempt(text), hostileEnded(text)].map((one, at) => ({
      ...one,
      id: `${at}${one.id}`,
    }));
  });
  const findings = all.map((one) => `${JSON.stringify(one)}\n`).join('');
  const run = (args: readonly string[], stdin = '') =>
    runCli(
      args.map((one) => (FOLDERS[one] === undefined ? one : path.join(directory, FOLDERS[one]))),
      { directory, stdin },
    );
  await run(['replay', 'stored', '--store', '.podguard', '--quiet']);
  for (const text of texts.filter((_, at) => at % 50 === 3))
    await run([
      'exempt',
      'add',
      '--rule',
      'trust-*',
      '--until',
      '30d',
      '--reason',
      `${text} is a reason`,
      '--author',
      text,
    ]);
  return {
    ...{ directory, findings, run },
    async ids() {
      const { stdout } = await run(['report', '--format', 'ndjson', '--quiet', '--no-posture']);
      return linesByRule(stdout).map((line) => (JSON.parse(line) as Finding).id);
    },
    async samples() {
      const flags = ['--format', 'ndjson', '--quiet'];
      const found = await Promise.all([
        run(['scan', 'logs', ...flags]),
        run(['check', 'documents', ...flags]),
      ]);
      return linesByRule(found.map(({ stdout }) => stdout).join(''));
    },
    close: () => rmSync(directory, { recursive: true }),
  };
}

/** The last of each rule. */
function linesByRule(ndjson: string): readonly string[] {
  const lines = ndjson.split('\n').filter((line) => line !== '');
  return [...new Map(lines.map((line) => [(JSON.parse(line) as Finding).rule, line])).values()];
}

/** As much of it as a file can be called. */
function fileName(text: string): string {
  return text.toWellFormed().replaceAll(/[/\0]/g, '').slice(0, LONGEST_NAME).toWellFormed();
}

/** A policy, a manifest, or what can be read as neither. */
function documentOf(text: string, at: number): readonly [content: string, ending: string] {
  const quoted = JSON.stringify(text);
  switch (at % 4) {
    case 0:
      return [
        trust({ ...irsa({ StringLike: { [`${ISSUER}:sub`]: `system:serviceaccount:${text}` } }), Sid: text }),
        'json',
      ];
    case 1:
      return [
        `apiVersion: v1
kind: ServiceAccount
metadata: {name: ${quoted}, namespace: ${quoted}, annotations: {eks.amazonaws.com/role-arn: ${quoted}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${quoted}, namespace: ${quoted}}
spec: {template: {metadata: {annotations: {iam.amazonaws.com/role: ${quoted}}}, spec: {serviceAccountName: ${quoted}, containers: [{name: ${quoted}, image: ${quoted}, env: [{name: AWS_ACCESS_KEY_ID, value: ${quoted}}]}]}}}
`,
        'yaml',
      ];
    case 2:
      return [`kind: ${quoted}\nmetadata: [${text}`, 'yaml'];
    default:
      return [
        JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Sid: text, Effect: text, Action: text, Resource: '*' }],
        }),
        'json',
      ];
  }
}
