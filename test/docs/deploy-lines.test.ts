import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const PAGES = readdirSync('docs').filter((file) => file.endsWith('.md'));
const lines = PAGES.flatMap((file) => readFileSync(`docs/${file}`, 'utf8').split('\n'));

test('no command of the docs deploys with a setting that the next deploy would not have', () => {
  const deploys = lines.filter((line) => /^ +.*npx sst deploy/.test(line));
  expect(deploys.length).toBeGreaterThan(2);
  expect(deploys.filter((line) => /PODGUARD_\w+=/.test(line))).toEqual([]);
  // A shell's own settings are gone with it.
  expect(lines.filter((line) => /export PODGUARD_/.test(line))).toEqual([]);
});

test('a table is named by its placeholder, as its real name ends in letters of chance', () => {
  const named = lines.filter((line) => /--store dynamodb:(?!TABLE|podguard-test@)/.test(line));
  expect(named).toEqual([]);
});
