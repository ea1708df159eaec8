import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { dependenciesPart } from '../../scripts/docs/dependencies-part.ts';
import { licenceProblems } from '../../scripts/supply/licences.ts';
import {
  type LockedPackages,
  type Manifest,
  productionPlaces,
  readLock,
  readManifests,
} from '../../scripts/supply/lock-file.ts';
import { lockProblems } from '../../scripts/supply/lock-problems.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const hashed = { version: '1.2.3', integrity: 'sha512-AAAA', license: 'MIT' } as const;
const manifest: Manifest = { file: 'package.json', name: 'all', version: '1.0.0', allowScripts: {} };
const part: Manifest = {
  file: 'packages/one/package.json',
  name: 'one',
  version: '1.0.0',
  dependencies: { a: '1.2.3' },
};
/** One package of ours, which imports `a`, which brings `b`; `c` is for the tests. */
const lock: LockedPackages = {
  '': { name: 'all', version: '1.0.0' },
  'packages/one': { version: '1.0.0', dependencies: { a: '1.2.3' } },
  'node_modules/one': { resolved: 'packages/one', link: true },
  'node_modules/a': { ...hashed, dependencies: { b: '^1.0.0' } },
  'node_modules/b': { ...hashed, version: '1.9.0' },
  'node_modules/c': { ...hashed, dev: true },
};
const withPackage = (place: string, change: LockedPackages[string]): LockedPackages => ({
  ...lock,
  [place]: { ...lock[place], ...change },
});

describe('what is locked', () => {
  it('has nothing that floats, comes from elsewhere, runs unasked or cannot be compared', () => {
    expect(lockProblems(readLock(ROOT), readManifests(ROOT))).toEqual([]);
  });

  it('is accepted where all is exact', () => {
    expect(lockProblems(lock, [manifest, part])).toEqual([]);
  });

  it.for<readonly [string, Partial<Manifest>]>([
    ['package.json: a is ^1.2.3', { dependencies: { a: '^1.2.3' } }],
    ['package.json: a is latest', { devDependencies: { a: 'latest' } }],
    ['package.json: a is github:somebody/a', { dependencies: { a: 'github:somebody/a' } }],
    [
      'package.json: a is https://example.com/a.tgz',
      { optionalDependencies: { a: 'https://example.com/a.tgz' } },
    ],
    ['package.json: a is >=1', { peerDependencies: { a: '>=1' } }],
    ['package.json: a is 1.x', { overrides: { b: { a: '1.x' } } }],
    ['package.json: one is ours and asked for as *, not 1.0.0', { dependencies: { one: '1.0.0' } }],
  ])('is refused where %s', ([problem, change]) => {
    const [found, ...others] = lockProblems(lock, [{ ...manifest, ...change }, part]);
    expect(found).toContain(problem);
    expect(others).toEqual([]);
  });

  it('leaves the range of a peer that is optional to whoever has it', () => {
    const open = { peerDependencies: { a: '>=1' }, peerDependenciesMeta: { a: { optional: true } } };
    expect(lockProblems(lock, [{ ...manifest, ...open }, part])).toEqual([]);
  });

  it.for<readonly [string, LockedPackages]>([
    ['node_modules/b: nothing to compare', withPackage('node_modules/b', { integrity: '' })],
    ['node_modules/b: nothing to compare', withPackage('node_modules/b', { integrity: 'sha1-AAAA' })],
    [
      'node_modules/b: comes from git+ssh://example.com/b.git',
      withPackage('node_modules/b', { resolved: 'git+ssh://example.com/b.git' }),
    ],
    [
      'node_modules/b: a link to what is not ours',
      withPackage('node_modules/b', { link: true, resolved: '../b' }),
    ],
    ['node_modules/b: is evil under another name', withPackage('node_modules/b', { name: 'evil' })],
    ['b: has an install script', withPackage('node_modules/b', { hasInstallScript: true })],
  ])('is refused: %s', ([problem, packages]) => {
    const [found, ...others] = lockProblems(packages, [manifest, part]);
    expect(found).toContain(problem);
    expect(others).toEqual([]);
  });

  it('may lack the hash of a tool for another platform, and of nothing in production', () => {
    const elsewhere = { version: '1.2.3', optional: true, os: ['sunos'] };
    const tool = { 'node_modules/c-sunos': { ...elsewhere, dev: true } };
    expect(lockProblems({ ...lock, ...tool }, [manifest, part])).toEqual([]);
    const needed = withPackage('node_modules/a', { optionalDependencies: { 'c-sunos': '1.2.3' } });
    expect(lockProblems({ ...needed, ...tool }, [manifest, part])).toEqual([
      'node_modules/c-sunos: nothing to compare it with (integrity)',
    ]);
  });

  it('names a script that is allowed and that nobody has any more', () => {
    const problems = lockProblems(lock, [{ ...manifest, allowScripts: { gone: true } }, part]);
    expect(problems).toEqual([expect.stringContaining('gone: is in package.json')]);
  });
});

describe('licences', () => {
  it('of production are all allowed', () => {
    expect(licenceProblems(readLock(ROOT))).toEqual([]);
    expect(productionPlaces(readLock(ROOT)).length).toBeGreaterThan(100);
  });

  it.for(['GPL-3.0-only', 'AGPL-3.0-or-later', 'SEE LICENSE IN LICENSE', '(MIT OR GPL-2.0)'])(
    'other than those fail with the name: %s',
    (license) => {
      const [problem, ...others] = licenceProblems(withPackage('node_modules/b', { license }));
      expect(problem).toContain(`b@1.9.0: its licence, ${license}, is not allowed`);
      expect(others).toEqual([]);
    },
  );

  it('that are not known fail with the name', () => {
    const { license: _license, ...unknown } = lock['node_modules/b'] ?? {};
    expect(licenceProblems({ ...lock, 'node_modules/b': unknown })).toEqual([
      expect.stringContaining('b@1.9.0: its licence is unknown'),
    ]);
  });

  it('of what only tests need are nobody’s concern', () => {
    expect(licenceProblems(withPackage('node_modules/c', { license: 'AGPL-3.0-only' }))).toEqual([]);
  });
});

describe('the table of dependencies', () => {
  it('has what our packages import, what comes with it, and what would go', () => {
    const table = dependenciesPart(lock, [manifest, part], { a: 'is hard to write' });
    expect(table).toContain('1 packages that we import, with what they bring 2 in all');
    expect(table).toContain('| a | one | is hard to write | MIT | 1 | 2 |');
  });

  it('counts nothing as going that another brings', () => {
    const both = { ...part, dependencies: { a: '1.2.3', b: '1.9.0' } };
    const packages = withPackage('packages/one', { dependencies: both.dependencies });
    const table = dependenciesPart(packages, [manifest, both], { a: 'is hard', b: 'is harder' });
    expect(table).toContain('| a | one | is hard | MIT | 1 | 1 |');
    expect(table).toContain('| b | one | is harder | MIT | 0 | 0 |');
  });

  it('is refused without a reason, and with a reason for nothing', () => {
    expect(() => dependenciesPart(lock, [manifest, part], {})).toThrow('a: say in scripts/supply/reasons.ts');
    expect(() => dependenciesPart(lock, [manifest, part], { a: 'is hard', z: 'was hard' })).toThrow(
      'imports z',
    );
  });
});
