import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../packages/cli/package.json' with { type: 'json' };
import { record } from '../support/record.ts';
import { runCli } from '../support/run-cli.ts';

const MAIN = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));

let directory: string;
let records: string;
let findings: string;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'podguard-output-'));
  records = path.join(directory, 'records.json');
  findings = path.join(directory, 'findings.ndjson');
  writeFileSync(records, JSON.stringify(record()));
  expect((await runCli(['scan', records, '--output', findings])).status).toBe(1);
});
afterAll(() => rmSync(directory, { recursive: true }));

const commands = {
  scan: () => ['scan', records],
  rules: () => ['rules'],
  explain: () => ['explain', 'pg-', '--store', findings],
  report: () => ['report', '--store', findings],
};

describe('--output that cannot be written', () => {
  it.for(
    Object.entries(commands).flatMap(([name, args]) =>
      (['missing/out.json', '.', '/dev/full', '/proc/out.json'] as const).map(
        (target) => [name, target, args] as const,
      ),
    ),
  )('%s to %s: one line and status 2', async ([, target, args]) => {
    const file = path.resolve(directory, target);
    const { status, stdout, stderr } = await runCli([...args(), '--output', file]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).toContain(`podguard: ${file}: `);
  });
});

describe('as a process', () => {
  const shell = (script: string) =>
    spawnSync(
      'bash',
      ['-c', `set -o pipefail; podguard() { "${process.execPath}" "${MAIN}" "$@"; }; ${script}`],
      {
        encoding: 'utf8',
      },
    );

  it.for(Object.entries(commands))('%s says that the standard output is full: status 2', async ([, args]) => {
    const { status, stderr } = shell(`podguard ${args().join(' ')} > /dev/full`);
    expect(stderr).toMatch(/^podguard: standard output: ENOSPC.*\n$/);
    expect(status).toBe(2);
  });

  it.for([
    ['| true', 1],
    ['--fail-on never 2> /dev/full', 0],
    ['--fail-on never 2>&1 >/dev/null | true', 0],
  ] as const)('a reader who does not listen (%s) changes nothing', async ([end, status]) => {
    const result = shell(`podguard scan ${records} ${end}`);
    expect(result.stderr).not.toContain('Error');
    expect(result.status).toBe(status);
  });

  it('says its version', async () => {
    expect(await runCli(['--version'])).toMatchObject({ status: 0, stdout: `${manifest.version}\n` });
  });

  it('away from the project takes a plain object for its configuration, and says so where one imports', () => {
    const config = path.join(directory, 'away.config.ts');
    writeFileSync(
      config,
      "import { defineConfig } from '@podguard/core';\nexport default defineConfig({});\n",
    );
    const { status, stderr } = shell(`podguard scan ${records} --config ${config}`);
    expect(stderr).toMatch(/away\.config\.ts: cannot be loaded: .*write `export default \{ \.\.\. \}`/s);
    expect(status).toBe(2);
    writeFileSync(config, "export default { account: '111122223333' };\n");
    expect(shell(`podguard scan ${records} --config ${config}`).status).toBe(1);
  });
});
