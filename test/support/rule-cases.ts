import { globSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DescribedRule } from './described-rules.ts';

const RULES = path.resolve(import.meta.dirname, '../rules');
const STAND_INS = [
  { of: /^vitest$/, file: 'no-runner.ts' },
  { of: /\/describe-rule\.ts$/, file: 'described-rules.ts' },
];

/** The cases of every rule, from the files of its tests, without running a test: these are loaded by Node itself. */
export function collectRuleCases(): readonly DescribedRule[] {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const standIn = STAND_INS.find(({ of }) => of.test(specifier));
      return next(standIn === undefined ? specifier : urlOf(standIn.file), context);
    },
  });
  const require = createRequire(import.meta.url);
  for (const file of globSync('*/*.test.ts', { cwd: RULES }).sort()) require(path.join(RULES, file));
  const { described } = require('./described-rules.ts') as typeof import('./described-rules.ts');
  hooks.deregister();
  return described;
}

function urlOf(file: string): string {
  return pathToFileURL(path.join(import.meta.dirname, file)).href;
}
