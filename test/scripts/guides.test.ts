import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const ROOT = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const GUIDES = ['AGENTS.md', 'CONTRIBUTING.md', 'docs/custom-rules.md'];

describe('what contributors are told', () => {
  it.for(GUIDES)('%s names only files that are there', (guide) => {
    const text = read(guide);
    const inText = [...text.matchAll(/`((?:packages|test|docs|scripts)\/[a-z0-9./-]+)`/g)].map(
      ([, name]) => name,
    );
    const links = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, name]) =>
      path.join(path.dirname(guide), name as string),
    );
    const files = [...inText, ...links] as readonly string[];
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  });

  it.for(GUIDES.slice(0, 2))('%s names only scripts that are there', (guide) => {
    const scripts = [...read(guide).matchAll(/npm run ([a-z:-]+)/g)].map(([, name]) => name as string);
    expect(scripts.length).toBeGreaterThan(3);
    expect(scripts.filter((name) => !Object.hasOwn(manifest.scripts, name))).toEqual([]);
  });

  it('each thing that can be added is added in at most ten steps', () => {
    const steps = read('CONTRIBUTING.md')
      .split(/^## /m)
      .slice(1)
      .map((part) => [part.split('\n')[0], part.match(/^\d+\. /gm)?.length ?? 0]);
    expect(steps).toEqual([
      ['A rule', 10],
      ['An event', 10],
      ['A channel', 4],
      ['A remediator', 5],
    ]);
  });

  it('the page for agents is one page', () => {
    expect(read('AGENTS.md').split('\n').length).toBeLessThanOrEqual(60);
  });
});
