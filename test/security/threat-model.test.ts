import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const page = readFileSync(path.join(root, 'docs/threat-model.md'), 'utf8');
const named = [...new Set([...page.matchAll(/`(test\/[^`]+)`/g)].map(([, name]) => name!))];

it('the threat model names tests', () => expect(named.length).toBeGreaterThan(30));

it.for(named)('the threat model names %s, which is there', (name) => {
  const file = name.replace(/\*.*$/, '');
  expect(existsSync(path.join(root, file.endsWith('-') || file === name ? path.dirname(file) : file))).toBe(
    true,
  );
  if (file === name) expect(existsSync(path.join(root, name))).toBe(true);
});
