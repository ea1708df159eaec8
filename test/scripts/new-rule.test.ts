import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyOfProject } from '../support/copy-of-project.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const ID = 'irsa-session-too-long';

let project: string;
const run = (program: string, ...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { status, text: stdout + stderr };
};
const newRule = (...args: readonly string[]) => run(process.execPath, 'scripts/new-rule.ts', ...args);
const tool = (name: string, ...args: readonly string[]) => run(`node_modules/.bin/${name}`, ...args);
const read = (file: string) => readFileSync(path.join(project, file), 'utf8');

beforeAll(() => {
  project = copyOfProject();
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

describe('new-rule', () => {
  it.for([
    [[], 'It takes a method, an id and a kind'],
    [['magic', 'a-b', 'iam-role'], 'magic is no method: irsa, pod-identity'],
    [['irsa', 'a-b', 'iam-rule'], 'iam-rule is no kind that is judged: iam-role'],
    [['pod-identity', 'a-b', 'aws-account'], 'aws-account is no kind that is judged: iam-role'],
    [['irsa', 'Token', 'iam-role'], 'Token is no id: '],
    [
      ['irsa', 'irsa-subject-wildcard', 'iam-role'],
      'packages/rules/src/irsa/irsa-subject-wildcard.ts is there already',
    ],
  ] as const)('%j is wrong use, and nothing is written', ([args, says]) => {
    const { status, text } = newRule(...args);
    expect(text).toContain(says);
    expect(text).toContain('npm run new-rule -- METHOD ID KIND');
    expect(status).toBe(2);
  });

  it('makes what passes every check, and a test that fails until it is filled in', () => {
    const checks = () => [tool('tsc'), tool('knip')];
    const before = checks();
    const { status, text } = newRule('irsa', ID, 'iam-role');
    expect([status, text]).toEqual([0, expect.stringContaining(`docs/rules/${ID}.md`)]);
    expect(read(`docs/rules/README.md`)).toContain(ID);
    expect(read(`packages/rules/src/kinds/iam-role.ts`)).toMatch(
      /irsaProviderWildcard,\s+irsaSessionTooLong,\s+irsaSharedRole/,
    );

    expect(tool('biome', 'check', 'packages/rules/src', `test/rules/irsa/${ID}.test.ts`)).toMatchObject({
      status: 0,
    });
    expect(run(process.execPath, 'scripts/generate-docs.ts', '--check')).toEqual({ status: 0, text: '' });
    expect(checks()).toEqual(before);

    const tests = tool('vitest', 'run', `test/rules/irsa/${ID}.test.ts`);
    expect(tests.status).toBe(1);
    expect(tests.text).toMatch(/× passes: FILL IN: the nearest state/);
  }, 240_000);
});

describe('what new-rule leaves to be filled in', () => {
  it('is nowhere left in the catalogue', () => {
    const files = globSync(['packages/rules/src/*/*.ts', 'test/rules/*/*.ts'], { cwd: ROOT });
    expect(files.length).toBeGreaterThan(200);
    expect(files.filter((file) => readFileSync(path.join(ROOT, file), 'utf8').includes('FILL IN'))).toEqual(
      [],
    );
  });
});
