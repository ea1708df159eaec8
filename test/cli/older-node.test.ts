import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import manifest from '../../packages/cli/package.json' with { type: 'json' };

const program = fileURLToPath(new URL(`../../packages/cli/${manifest.bin.podguard}`, import.meta.url));
const run = (...flags: string[]) =>
  spawnSync(process.execPath, [...flags, program, '--version'], { encoding: 'utf8' });

it('the command starts on a Node that runs TypeScript, and says what is wrong on one that does not', () => {
  expect(run()).toMatchObject({ status: 0, stdout: `${manifest.version}\n`, stderr: '' });
  const { status, stdout, stderr } = run('--no-experimental-strip-types');
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(
    /^podguard: this is Node [\d.]+, which does not run TypeScript: .*`npm i -D node@24`.*`npx podguard`.*\n$/,
  );
});
