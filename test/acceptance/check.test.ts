import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import type { LabelledPolicy } from './labelled-policy.ts';
import { trustPolicies } from './trust-policies/index.ts';

const ACCOUNT = '111122223333';

interface Line {
  readonly severity: string;
  readonly source: { readonly file: string };
}

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'podguard-check-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** Files of policies that are judged with the same configuration. */
const groups = [
  ...Map.groupBy(Object.values(trustPolicies).flat(), ({ config = {} }) => JSON.stringify(config)),
];

async function check(config: string, policies: readonly LabelledPolicy[]) {
  const folder = path.join(directory, `group-${groups.findIndex(([other]) => other === config)}`);
  await mkdir(folder);
  const settings = path.join(directory, `${path.basename(folder)}.mjs`);
  await writeFile(
    settings,
    `export default ${JSON.stringify({ account: ACCOUNT, ...JSON.parse(config) })};\n`,
  );
  const files = policies.map((_, index) => path.join(folder, `${index}.json`));
  await Promise.all(policies.map(({ policy }, index) => writeFile(files[index]!, JSON.stringify(policy))));
  const args = ['check', folder, '--config', settings, '--format', 'ndjson', '--severity', 'medium'];
  const { stdout, stderr } = await runCli(args, { directory });
  const lines = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
  const bad = new Set(lines.map(({ source }) => path.resolve(directory, source.file)));
  return { stderr, labels: files.map((file) => (bad.has(file) ? 'bad' : 'ok')) };
}

describe('podguard check on the acceptance set', () => {
  it.for(groups)('tells bad from ok with %s', async ([config, policies]) => {
    const { labels, stderr } = await check(config, policies);
    const wrong = policies.filter(({ label }, index) => label !== labels[index]).map(({ name }) => name);
    expect(wrong, stderr).toEqual([]);
  });
});
