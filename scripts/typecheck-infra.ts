import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { installSst } from './install-sst.ts';

/**
 * Checks the types of sst.config.ts and infra/ with the project's own options. SST ships its sources, which do not hold to
 * them: what is found there is passed over, as is what is found in packages/, which `tsc` checks without SST's global types.
 */
const ROOT = path.resolve(import.meta.dirname, '..');

await installSst((line) => console.error(line));
const project = process.argv[2] ?? 'tsconfig.infra.json';
const { stdout, stderr, status } = spawnSync(
  process.execPath,
  [path.join(ROOT, 'node_modules/typescript/bin/tsc'), '--project', project, '--pretty', 'false'],
  { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 26 },
);
const ours = errorsOf(stdout).filter((error) => !/^(\.sst|packages)\//.test(error));
if (status === null || (status !== 0 && errorsOf(stdout).length === 0)) {
  console.error(`tsc did not run to its end:\n${stdout}${stderr}`);
  process.exitCode = 2;
} else if (ours.length > 0) {
  console.error(ours.join('\n'));
  process.exitCode = 1;
}

/** An error and the indented lines that explain it. */
function errorsOf(output: string): readonly string[] {
  return output
    .split(/\n(?=\S)/)
    .map((error) => error.trimEnd())
    .filter((error) => error !== '');
}
