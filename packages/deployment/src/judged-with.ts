import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Config, judgingSettings } from '@podguard/core';

/** What verdicts depend on: rules, and what rules call. */
const JUDGING = ['core', 'policy', 'cloudtrail', 'rules'];
const HASH_LETTERS = 12;

/** `CATALOGUE.CONFIGURATION`, each a hash: where either changes, everything is judged again. */
export function judgedWith(root: string, config: Config): string {
  const settings = judgingSettings(config);
  const own = config.customRules.map(({ evaluate, covers, ...rule }) => [rule, `${evaluate}`, `${covers}`]);
  const catalogue = [...JUDGING.flatMap((name) => sourcesOf(root, name)), JSON.stringify(own)];
  // Its accounts are listed later; with them or without, other accounts are known.
  const followed = config.organization ? ['organization'] : [];
  return `${hash(catalogue)}.${hash([JSON.stringify(settings), ...followed])}`;
}

function sourcesOf(root: string, name: string): readonly string[] {
  const files = globSync([`packages/${name}/src/**/*.{ts,json}`, `packages/${name}/package.json`], {
    cwd: root,
  });
  if (files.length < 2) throw new Error(`packages/${name} has no sources below ${root}`);
  return files
    .toSorted()
    .flatMap((file) => [file.replaceAll(path.sep, '/'), readFileSync(path.join(root, file), 'utf8')]);
}

/** Each part with its length: two lists with the same text in other parts differ. */
function hash(parts: readonly string[]): string {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(`${part.length}:${part}`);
  return digest.digest('hex').slice(0, HASH_LETTERS);
}
