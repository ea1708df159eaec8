import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const README = readFileSync('README.md', 'utf8');
const INDEX = README.slice(README.indexOf('\n## Every page\n'));
const PAGES = readdirSync('docs').filter((name) => name.endsWith('.md'));

it('the index of README has every page once', () => {
  const links = [...INDEX.matchAll(/\]\(docs\/([^/)]+\.md)\)/g)].map(([, name]) => name);
  expect(links.toSorted()).toEqual(PAGES.toSorted());
});

it.for(['README.md', ...PAGES.map((name) => path.join('docs', name))])(
  '%s links to pages that are there',
  (page) => {
    const text = readFileSync(page, 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]+\.md)(#[^)]*)?\)/g)].map(
      ([, target = '']) => target,
    );
    const there = (target: string) => existsSync(path.join(path.dirname(page), target));
    expect(links.filter((target) => !there(target))).toEqual([]);
  },
);
