import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { MAPPERS } from '@podguard/cloudtrail';
import { ERROR_CODES, KINDS, kindsJudgedBy, kindsReadBy, type Rule } from '@podguard/core';
import { ALL_REMEDIATORS } from '@podguard/remediate';
import { catalogue } from '@podguard/rules';
import { ruleMarkdown } from 'podguard';
import { collectRuleCases } from '../test/support/rule-cases.ts';
import { dependenciesPart } from './docs/dependencies-part.ts';
import { deployerPolicy } from './docs/deployer-policy.ts';
import { mappingsPage } from './docs/mappings-page.ts';
import { remediatorsPart } from './docs/remediators-part.ts';
import { exampleSection } from './docs/rule-example.ts';
import { rulesIndex } from './docs/rules-index.ts';
import { readLock, readManifests } from './supply/lock-file.ts';
import { REASONS } from './supply/reasons.ts';

const root = path.resolve(import.meta.dirname, '..');
const { check } = parseArgs({ options: { check: { type: 'boolean', default: false } } }).values;
const stale: string[] = [];

if (catalogue.rules.length === 0 || MAPPERS.length === 0 || ALL_REMEDIATORS.length === 0)
  throw new Error('the catalogue, the registry or the list of remediators is empty');
const cases = Map.groupBy(collectRuleCases(), ({ rule }) => rule.id);
for (const rule of catalogue.rules) {
  const own = cases.get(rule.id);
  if (own === undefined) throw new Error(`no test describes ${rule.id}`);
  emit(`docs/rules/${rule.id}.md`, ruleMarkdown(rule, exampleSection(own)));
}
emit('docs/rules/README.md', rulesIndex(catalogue.rules));
emit('docs/mappings.md', mappingsPage(catalogue.rules));
emit('docs/events.md', eventsTable());
emit('docs/deployer-policy.json', deployerPolicy());
emitPart('docs/remediation.md', 'remediators', remediatorsPart(ALL_REMEDIATORS));
emitPart(
  'docs/supply-chain.md',
  'dependencies',
  dependenciesPart(readLock(root), readManifests(root), REASONS),
);
removeOrphans();
expectErrorRows();
expectKindRows();

if (stale.length > 0) {
  console.error(`Out of date: ${stale.join(', ')}. Run npm run docs.`);
  process.exitCode = 1;
}

function emit(file: string, text: string): void {
  const target = path.join(root, file);
  if (read(target) === text) return;
  if (check) {
    stale.push(file);
    return;
  }
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}

/** What stands between the marks of that name; the rest of the page is written by hand. */
function emitPart(file: string, name: string, text: string): void {
  const [begin, end] = [`<!-- ${name}: made by npm run docs -->`, `<!-- ${name}: end -->`];
  const page = read(path.join(root, file)) ?? '';
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} lacks the lines ${begin} and ${end}`);
  emit(file, `${page.slice(0, from)}${begin}\n\n${text}\n\n${page.slice(to)}`);
}

function eventsTable(): string {
  const idsOf = (reads: (rule: Rule) => Iterable<string>, kinds: readonly string[]) =>
    catalogue.rules
      .filter((rule) => [...reads(rule)].some((kind) => kinds.includes(kind)))
      .map(({ id }) => id);
  const rows = MAPPERS.map(({ source, name, regional, group, kinds }) => {
    const own = idsOf(kindsJudgedBy, kinds);
    const others = idsOf(kindsReadBy, kinds).filter((id) => !own.includes(id));
    const cells = [
      name,
      source,
      regional ? 'its own' : 'us-east-1',
      group,
      kinds.join(', '),
      list(own),
      list(others),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return `# The events

Made by \`npm run docs\` from the registry of \`packages/cloudtrail\`.

A change of a resource judges it again by the rules over it, and judges again what the rules that read it are over. Which of them it can
open depends on what it changes of the resource: an event that changes only what none of them looks at judges again and opens nothing.
Tags of roles, clusters and associations, and the thumbprints of a provider, are read by no rule of the catalogue; your own may read
them. Of uses (\`AssumeRole...\`) only rules about use look at anything.

| event | source | region | group | resources it changes | rules over them, judged again | rules over others, which read them, judged again |
|---|---|---|---|---|---|---|
${rows.join('\n')}
`;

  function list(ids: readonly string[]): string {
    return ids.join(', ') || 'none';
  }
}

function removeOrphans(): void {
  const wanted = new Set([...catalogue.rules.map(({ id }) => `${id}.md`), 'README.md']);
  for (const file of readdirSync(path.join(root, 'docs/rules')).filter((name) => !wanted.has(name))) {
    if (check) stale.push(`docs/rules/${file}`);
    else rmSync(path.join(root, 'docs/rules', file));
  }
}

/** Errors are described by hand; a code without a row, or a row without a code, is an error of its own. */
function expectErrorRows(): void {
  expectRows('docs/errors.md', [...ERROR_CODES]);
}

function expectKindRows(): void {
  expectRows('docs/architecture.md', Object.keys(KINDS), '## Resource kinds');
}

function expectRows(file: string, wanted: readonly string[], heading = ''): void {
  const text = read(path.join(root, file)) ?? '';
  const section = heading === '' ? text : (text.split(heading)[1]?.split('\n## ')[0] ?? '');
  const rows = [...section.matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map((match) => match[1] as string);
  const wrong = [
    ...wanted.filter((name) => !rows.includes(name)),
    ...rows.filter((name) => !wanted.includes(name)),
  ];
  for (const name of wrong) stale.push(`${file} (row ${name})`);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
