import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'podguard-closing-'));
afterAll(() => rmSync(folder, { recursive: true }));

const test = (fullName: string, message?: string) => ({
  fullName,
  status: message === undefined ? 'passed' : 'failed',
  failureMessages: message === undefined ? [] : [message],
});
const file = (name: string, assertionResults: readonly object[], message = '') => ({
  name: path.join(ROOT, name),
  status: message === '' && !JSON.stringify(assertionResults).includes('failed') ? 'passed' : 'failed',
  message,
  assertionResults,
});
const STACK = 'AssertionError: \u001b[31mexpected 1 to be 2\u001b[39m\n\n- 2\n+ 1\n    at one.ts:1:1';

function closing({
  report,
  results,
  failed = [],
}: {
  readonly report?: readonly object[] | undefined;
  readonly results?: object;
  readonly failed?: readonly string[];
}): readonly string[] {
  const files = [
    ['--tests', report === undefined ? undefined : { testResults: report }],
    ['--results', results],
  ] as const;
  const args = files.flatMap(([option, content], index) => {
    const target = path.join(folder, `${index}.json`);
    rmSync(target, { force: true });
    if (content !== undefined) writeFileSync(target, JSON.stringify(content));
    return [option, target];
  });
  const { stdout, status, stderr } = spawnSync(
    process.execPath,
    ['scripts/closing-line.ts', ...args, ...failed.flatMap((command) => ['--failed', command])],
    { cwd: ROOT, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  return stdout.trimEnd().split('\n');
}

describe('the end of what the checks print', () => {
  it('is one line where nothing failed', () => {
    const report = [file('test/a.test.ts', [test('a holds'), test('b holds')])];
    const results = { command: 'event-ruler', passed: 40, failures: [] };
    expect(closing({ report, results })).toEqual(['42 passed, 0 failed']);
  });

  it('names each failed test with what it said, without colours and stack', () => {
    const report = [file('test/a.test.ts', [test('a holds'), test('b holds', STACK)])];
    expect(closing({ report, failed: ['npm test'] })).toEqual([
      'FAILED test/a.test.ts: b holds',
      '    AssertionError: expected 1 to be 2',
      '    - 2',
      '    + 1',
      '1 passed, 1 failed',
    ]);
  });

  it('counts a file that could not be loaded', () => {
    const report = [file('test/b.test.ts', [], 'Cannot find module ./none.ts')];
    expect(closing({ report, failed: ['npm test'] })).toEqual([
      'FAILED test/b.test.ts',
      '    Cannot find module ./none.ts',
      '0 passed, 1 failed',
    ]);
  });

  it('counts a command that failed without a failed test, and one that left no report', () => {
    const report = [file('test/a.test.ts', [test('a holds')])];
    expect(closing({ report, failed: ['npm test', 'npm run check'] }).at(-1)).toBe('1 passed, 2 failed');
    expect(closing({ failed: ['npm test'] })).toEqual([
      'FAILED npm test: see what it printed',
      '0 passed, 1 failed',
    ]);
  });

  it('adds what another program counted', () => {
    const report = [file('test/a.test.ts', [test('a holds')])];
    const failures = [{ name: 'iam CreateRole', message: 'matches no rule' }];
    const results = { command: 'event-ruler', passed: 3, failures };
    expect(closing({ report, results, failed: ['event-ruler'] })).toEqual([
      'FAILED iam CreateRole',
      '    matches no rule',
      '4 passed, 1 failed',
    ]);
  });
});
