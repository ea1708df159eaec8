import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installSst } from '../../scripts/install-sst.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const CACHE = path.join(ROOT, 'node_modules/.cache');
let work: string;

beforeAll(async () => {
  await installSst((line) => console.error(line));
  mkdirSync(CACHE, { recursive: true });
  work = mkdtempSync(path.join(CACHE, 'typecheck-'));
}, 300_000);
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** What the check of infra's types says of a program that consists of this text. */
function check(text: string) {
  const project = path.join(work, 'tsconfig.json');
  writeFileSync(path.join(work, 'program.ts'), text);
  writeFileSync(
    project,
    JSON.stringify({
      extends: path.join(ROOT, 'tsconfig.infra.json'),
      compilerOptions: { typeRoots: [path.join(ROOT, 'node_modules/@types')] },
      include: [],
      files: [path.join(ROOT, 'sst.config.ts'), path.join(work, 'program.ts')],
    }),
  );
  const { status, stderr } = spawnSync(
    process.execPath,
    [path.join(ROOT, 'scripts/typecheck-infra.ts'), project],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  );
  return { status, lines: stderr.split('\n').filter((line) => line.includes('program.ts')) };
}

test('the check of types of the infrastructure knows what AWS and SST take', () => {
  const { status, lines } = check(`
    new aws.sqs.Queue('queue', { visibilityTimeoutSeconds: 'soon' });
    new aws.cloudwatch.EventRule('rule', { eventPatern: '{}' });
    new sst.aws.Dynamo('table', { fields: { pk: 'text' }, primaryIndex: { hashKey: 'pk' } });
    export const nothing = $app.nope;
  `);
  expect(status).toBe(1);
  expect(lines.map((line) => /program\.ts\((\d+),/.exec(line)?.[1])).toEqual(['2', '3', '4', '5']);
});

test('it passes what is right', () => {
  const { status, lines } = check(`new aws.sqs.Queue('queue', { visibilityTimeoutSeconds: 30 });`);
  expect(lines).toEqual([]);
  expect(status).toBe(0);
});
