import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CHECKS, TEST_MESSAGES } from 'podguard/doctor';
import { describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');
const page = readFileSync(path.join(ROOT, 'docs/doctor.md'), 'utf8');

describe("doctor's page", () => {
  it('has a row for every check, in order, and no other', () => {
    const checks = page.slice(page.indexOf('## Checks'), page.indexOf('## Rights'));
    const rows = [...checks.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name);
    expect(rows).toEqual([...CHECKS, TEST_MESSAGES].map(({ name }) => name));
  });

  it('names every action that is called, and no other', () => {
    const sources = globSync('packages/cli/src/doctor/**/*.ts', { cwd: ROOT }).map((file) =>
      readFileSync(path.join(ROOT, file), 'utf8'),
    );
    const called = sources.flatMap((text) =>
      [...text.matchAll(/ask\(\s*'([a-z]+:[A-Za-z]+)'/g)].map(([, action]) => action),
    );
    const rights = page.slice(page.indexOf('## Rights'), page.indexOf('## Who may send'));
    const named = [...rights.matchAll(/\b([a-z]+:[A-Z][A-Za-z]+)/g)]
      .map(([, action]) => action)
      .filter((action) => action !== 'kms:Decrypt');
    expect([...new Set(named)].toSorted()).toEqual([...new Set(called)].toSorted());
  });
});
