import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundle } from './bundle.ts';
import { commandsIn, refusals } from './bundles/commands.ts';
import { ALL_FUNCTIONS, entryOf, HANDLERS } from './bundles/functions.ts';
import { type BundleSize, overBudget, sizeOf } from './bundles/sizes.ts';

const root = path.resolve(import.meta.dirname, '..');
const budgets: Readonly<Record<string, BundleSize>> = JSON.parse(
  readFileSync(path.join(root, 'scripts/bundles/budgets.json'), 'utf8'),
);

const problems = [
  ...differences('handlers that infra deploys', ALL_FUNCTIONS, handlersOnDisk()),
  ...differences('functions with a budget', ALL_FUNCTIONS, Object.keys(budgets)),
];
const out = mkdtempSync(path.join(tmpdir(), 'podguard-bundles-'));
try {
  for (const name of ALL_FUNCTIONS) {
    const metafile = await bundle({ entry: entryOf(name), out: path.join(out, name) });
    const size = sizeOf(metafile);
    problems.push(...refusals(name, metafile), ...overBudget(name, size, budgets[name]));
    const commands = commandsIn(metafile).length;
    console.log(`${name}: ${size.start} bytes at the start, ${size.all} in all, ${commands} commands of AWS`);
  }
} finally {
  rmSync(out, { recursive: true });
}
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
}

function handlersOnDisk(): readonly string[] {
  return globSync('*.ts', { cwd: HANDLERS })
    .filter((file) => /^export const handler\b/m.test(readFileSync(path.join(HANDLERS, file), 'utf8')))
    .map((file) => path.basename(file, '.ts'));
}

function differences(what: string, wanted: readonly string[], found: readonly string[]): readonly string[] {
  const differing = [...wanted, ...found].filter((name) => wanted.includes(name) !== found.includes(name));
  return differing.length === 0 ? [] : [`${what}: ${differing.join(', ')} on one side only`];
}
