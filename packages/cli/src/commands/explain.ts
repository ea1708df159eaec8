import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import {
  type Catalogue,
  type Finding,
  knownAccounts,
  ServiceError,
  type Store,
  toFinding,
} from '@podguard/core';
import { renderExplanation, unstyled } from '@podguard/report';
import { type Command, Option } from 'commander';
import { type ConfigFlags, loadConfig } from '../configuration.ts';
import { openStore } from '../local-store/index.ts';
import { addConfigOptions } from '../options.ts';
import { styleFor } from '../style.ts';
import type { Terminal } from '../terminal.ts';
import { type CommandDeps, writeResult } from './command.ts';

interface ExplainFlags extends ConfigFlags {
  readonly store?: string;
  readonly format?: 'table' | 'json';
  readonly output?: string;
  readonly color: boolean;
}

const EXAMPLES = `
Examples:
  podguard explain pg-4k7q
  podguard scan logs/ --format ndjson --output findings.ndjson; podguard explain pg-4k7q --store findings.ndjson
  podguard scan logs/ --format ndjson | podguard explain pg-4k7q --store -`;

export function addExplain(program: Command, deps: CommandDeps): void {
  const command = program
    .command('explain')
    .description('one finding whole: the evidence, who did it, how to mend it')
    .argument('<finding>', 'its id, or any beginning of it that no other has')
    .option(
      '--store <where>',
      'a directory, dynamodb:TABLE[@REGION], a file of findings (NDJSON or JSON), or - (default: the configuration)',
    )
    .addOption(
      new Option('--format <format>', 'how it is written').choices(['table', 'json']).default('table'),
    )
    .option('--output <file>', 'write to a file instead of the standard output')
    .option('--no-color', 'no colours')
    .addHelpText('after', EXAMPLES)
    .action((id: string, flags: ExplainFlags) => explain(id, flags, deps));
  addConfigOptions(command);
}

async function explain(id: string, flags: ExplainFlags, { terminal, catalogue }: CommandDeps): Promise<void> {
  const config = await loadConfig(terminal.directory, flags, catalogue);
  const where = flags.store ?? config.store;
  const finding = pick(id, await findingsAt(where, terminal, catalogue), where);
  const rule = catalogue.rules.find((other) => other.id === finding.rule);
  const style = flags.output === undefined ? styleFor(terminal.stdout, terminal, flags.color) : unstyled;
  const text =
    flags.format === 'json'
      ? `${JSON.stringify(finding, null, 2)}\n`
      : renderExplanation(finding, rule, style, knownAccounts(config));
  await writeResult(text, flags, terminal);
}

/** The newest life of the one finding whose id begins so. */
function pick(id: string, findings: readonly Finding[], where: string): Finding {
  const found = findings.filter((finding) => finding.id.startsWith(id));
  const ids = [...new Set(found.map((finding) => finding.id))];
  if (ids.length > 1) {
    throw new ServiceError(
      'finding-ambiguous',
      `${ids.length} findings begin with ${id}: ${ids.slice(0, 5).join(', ')}; give more of the id`,
    );
  }
  const newest = found.reduce<Finding | undefined>(
    (a, b) => (a === undefined || isNewer(b, a) ? b : a),
    undefined,
  );
  if (newest !== undefined) return newest;
  throw new ServiceError(
    'finding-not-found',
    `${where} holds no finding ${id} (of ${findings.length}); --store names another place`,
  );
}

function isNewer(one: Finding, other: Finding): boolean {
  if (one.status !== other.status) return one.status === 'open';
  return one.opened.at > other.opened.at;
}

async function findingsAt(
  where: string,
  terminal: Terminal,
  catalogue: Catalogue,
): Promise<readonly Finding[]> {
  if (where === '-') return parseFindings(await textOf(terminal.stdin), 'standard input');
  if (/\.(ndjson|jsonl?|txt)$/.test(where))
    return parseFindings(await readText(path.resolve(terminal.directory, where)), where);
  const opened = await openStore(
    where.startsWith('dynamodb:') ? where : path.resolve(terminal.directory, where),
  );
  try {
    return await listFindings(opened.store, catalogue);
  } finally {
    await opened.close();
  }
}

async function listFindings(store: Store, catalogue: Catalogue): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for await (const item of store.listItems()) {
    for (const life of [...item.past, ...item.lives]) findings.push(toFinding(item, life, catalogue));
  }
  return findings;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new ServiceError(
      'input-unreadable',
      `${file}: ${cause instanceof Error ? cause.message : String(cause)}; check the path`,
      { cause },
    );
  }
}

/** NDJSON, or what `--format json` writes. */
function parseFindings(text: string, origin: string): readonly Finding[] {
  const whole = tryParse(text);
  if (isObject(whole) && Array.isArray(whole.findings))
    return whole.findings.map((value, index) => asFinding(value, `${origin}: findings[${index}]`));
  const lines = text.split('\n').map((line, index) => ({ line, place: `${origin}:${index + 1}` }));
  return lines
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, place }) => asFinding(tryParse(line), place));
}

function asFinding(value: unknown, place: string): Finding {
  const complete =
    isObject(value) &&
    ['id', 'rule', 'severity', 'status', 'summary'].every((name) => typeof value[name] === 'string') &&
    ['resource', 'opened'].every((name) => isObject(value[name])) &&
    ['evidence', 'changes', 'reasons'].every((name) => Array.isArray(value[name]));
  if (complete) return value as unknown as Finding;
  throw new ServiceError(
    'input-unreadable',
    `${place}: is no finding; give a file that \`podguard scan --format ndjson\` wrote`,
  );
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
