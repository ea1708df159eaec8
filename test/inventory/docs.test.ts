import { readFileSync } from 'node:fs';
import { LISTINGS, READERS } from '@podguard/inventory';
import { expect, test } from 'vitest';

/** The rows of the page's tables that begin with a name: the name, and the actions in the cell at `column`. */
function rows(section: string, column: number): ReadonlyMap<string, readonly string[]> {
  const page = readFileSync('docs/inventory.md', 'utf8');
  const text = page.split(/^## /m).find((one) => one.startsWith(section)) ?? '';
  const found = new Map<string, readonly string[]>();
  for (const line of text.split('\n').filter((one) => one.startsWith('| `'))) {
    const cells = line.split('|').map((cell) => cell.trim());
    found.set(cells[1]?.replaceAll('`', '') ?? '', (cells[column] ?? '').replaceAll('`', '').split(', '));
  }
  return found;
}

test('docs/inventory.md names every reader and exactly its actions', () => {
  expect(rows('Readers', 3)).toEqual(new Map(READERS.map(({ name, actions }) => [name, actions])));
});

test('docs/inventory.md names every listing and exactly its actions', () => {
  expect(rows('Listings', 3)).toEqual(new Map(LISTINGS.map(({ name, actions }) => [name, actions])));
});

test('actions are sorted, each once, and only read', () => {
  for (const { name, actions } of [...READERS, ...LISTINGS]) {
    expect([name, ...actions]).toEqual([name, ...new Set(actions.toSorted())]);
    for (const action of actions) expect(action).toMatch(/^(?:ec2|eks|iam):(?:Get|List|Describe)[A-Za-z]+$/);
  }
});
