import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { MAPPERS } from '@podguard/cloudtrail';
import { ERROR_CODES, KINDS, kindsJudgedBy } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { ruleMarkdown } from 'podguard';

const root = path.resolve(import.meta.dirname, '..');
const { check } = parseArgs({ options: { check: { type: 'boolean', default: false } } }).values;
const stale: string[] = [];

if (catalogue.rules.length === 0 || MAPPERS.length === 0)
  throw new Error('the catalogue or the registry is empty');
for (const rule of catalogue.rules) emit(`docs/rules/${rule.id}.md`, ruleMarkdown(rule));
emit('docs/rules/README.md', rulesIndex());
emit('docs/events.md', eventsTable());
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

function rulesIndex(): string {
  const rows = catalogue.rules.map(
    ({ id, resource, severity, broken, title }) =>
      `| [${id}](${id}.md) | ${kindsJudgedBy({ resource })
        .map((kind) => `\`${kind}\``)
        .join(', ')} | ${severity}${broken ? ', broken' : ''} | ${title} |`,
  );
  return `# The catalogue\n\nMade by \`npm run docs\`. *Broken*: the bad state fails closed, pods lose access.\n\n| rule | resource | severity | what it reports |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}

function eventsTable(): string {
  const rows = MAPPERS.map(({ source, name, regional, group, kinds }) => {
    const rules = catalogue.rules
      .filter((rule) => kindsJudgedBy(rule).some((kind) => (kinds as readonly string[]).includes(kind)))
      .map(({ id }) => id);
    return `| ${name} | ${source} | ${regional ? 'its own' : 'us-east-1'} | ${group} | ${kinds.join(', ')} | ${rules.join(', ') || '(none of its own)'} |`;
  });
  return `# The events\n\nMade by \`npm run docs\` from the registry of \`packages/cloudtrail\`.\n\n| event | source | region | group | resources it changes | rules over them |\n|---|---|---|---|---|---|\n${rows.join('\n')}\n`;
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
