import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { TRANSLATIONS } from './translations.ts';

it('docs/testing.md shows what the deploy to MiniStack translates or leaves, and nothing else', () => {
  const page = readFileSync('docs/testing.md', 'utf8');
  const [, table = ''] = page.split('| in AWS | in MiniStack | proved by |\n|---|---|---|\n');
  const rows = table.split('\n\n')[0]?.trimEnd().split('\n');
  expect(rows).toEqual(TRANSLATIONS.map(({ what, here, provedBy }) => `| ${what} | ${here} | ${provedBy} |`));
});
