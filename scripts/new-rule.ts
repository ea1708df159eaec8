import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { JUDGED_KINDS, type Kind, METHODS, type Method } from '@podguard/core';
import { LIST_OF } from '@podguard/rules';
import { type NewRule, registered, ruleFile, testFile } from './new-rule/templates.ts';

const USAGE = 'npm run new-rule -- METHOD ID KIND, for instance: irsa irsa-token-too-long iam-role';
const ROOT = path.resolve(import.meta.dirname, '..');

const asked = askedFor(parseArgs({ allowPositionals: true }).positionals);
if (typeof asked === 'string') {
  console.error(`${asked}\n${USAGE}`);
  process.exitCode = 2;
} else {
  create(asked);
}

function askedFor([method, id, kind, ...more]: readonly string[]): NewRule | string {
  if (kind === undefined || more.length > 0) return 'It takes a method, an id and a kind of resource.';
  if (!isOneOf(METHODS, method)) return `${method} is no method: ${METHODS.join(', ')}`;
  if (!isOneOf(JUDGED_KINDS, kind)) return `${kind} is no kind that is judged: ${JUDGED_KINDS.join(', ')}`;
  if (id === undefined || !/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id))
    return `${id} is no id: small letters, digits and hyphens, a thing and what is bad about it`;
  const [taken] = globSync(`packages/rules/src/*/${id}.ts`, { cwd: ROOT });
  return taken === undefined ? { method, id, kind } : `${taken} is there already`;
}

function create(rule: NewRule): void {
  const list = path.join('packages/rules/src/kinds', `${LIST_OF[rule.kind]}.ts`);
  const made = new Map([
    [path.join('packages/rules/src', rule.method, `${rule.id}.ts`), ruleFile(rule)],
    [path.join('test/rules', rule.method, `${rule.id}.test.ts`), testFile(rule)],
    [list, registered(readFileSync(path.join(ROOT, list), 'utf8'), rule)],
  ]);
  for (const [file, text] of made) writeFileSync(path.join(ROOT, file), text);
  run('node_modules/.bin/biome', 'check', '--write', '--log-level=error', ...made.keys());
  run(process.execPath, 'scripts/generate-docs.ts');
  const files = [...made.keys(), `docs/rules/${rule.id}.md`, 'docs/rules/README.md', 'docs/events.md'];
  console.log(`${files.filter((file) => existsSync(path.join(ROOT, file))).join('\n')}

Fill in what says FILL IN, then: npx vitest run test/rules/${rule.method}/${rule.id}.test.ts; npm run docs`);
}

function run(program: string, ...args: readonly string[]): void {
  execFileSync(program, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
}

function isOneOf<T extends Kind | Method>(all: readonly T[], name: string | undefined): name is T {
  return (all as readonly (string | undefined)[]).includes(name);
}
