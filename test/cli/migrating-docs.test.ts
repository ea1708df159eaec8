import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

const PAGE = readFileSync('docs/migrating.md', 'utf8');

/** The files of the page: a name, and a fenced block after the paragraph. */
const FILES = [...PAGE.matchAll(/^`([\w.]+)`[:,].*\n\n```\w+\n([\s\S]*?)\n```$/gm)];
/** Its consoles: a command, and what it prints. */
const CONSOLES = [...PAGE.matchAll(/^```console\n\$ (.*)\n([\s\S]*?)\n```$/gm)];
const IN_DIRECTORY = /^([\w.]+\.(json|yaml)|day)$/;

let directory: string;
beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'podguard-docs-'));
  for (const [, name = '', text = ''] of FILES) writeFileSync(path.join(directory, name), text);
  writeFileSync(path.join(directory, 'associations.json'), '{"associations": []}');
  await printed('podguard start --once --store day');
}, 60_000);
afterAll(() => rmSync(directory, { recursive: true }));

/** Runs commands joined by pipes, as a shell in that directory does. */
async function printed(line: string): Promise<string> {
  let stdin = '';
  for (const command of line.split(' | ')) {
    const [, ...words] = command.split(' ');
    const args = words.map((word) => (IN_DIRECTORY.test(word) ? path.join(directory, word) : word));
    ({ stdout: stdin } = await runCli(args, { stdin }));
  }
  return stdin.replaceAll(`${directory}/`, '');
}

/** Ids of what files say hang on where the files are. */
const withoutIds = (text: string) => text.replace(/pg-\w{12}/g, 'pg-ID');

describe('docs/migrating.md', () => {
  it('has an example for each of the five ways', () => {
    expect(CONSOLES).toHaveLength(5);
    expect(FILES.map(([, name]) => name)).toEqual(['cart.yaml', 'reports.yaml', 'search.yaml', 'role.json']);
  });

  it.for(CONSOLES.map(([, command = '', output = '']) => [command, output] as const))(
    'prints what it says: %s',
    async ([command, output]) => {
      const text = withoutIds(await printed(command));
      let at = 0;
      for (const part of output.split('\n[...]').map((one) => withoutIds(one.trim()))) {
        const found = text.indexOf(part, at);
        expect(found, part).toBeGreaterThanOrEqual(at);
        at = found + part.length;
      }
    },
  );
});
