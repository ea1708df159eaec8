import { existsSync, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { type Catalogue, type Finding, type Item, ServiceError, type Store } from '@podguard/core';
import { findingSchema } from './finding-schema.ts';
import { openStore } from './local-store/index.ts';
import { findingsOf } from './scan.ts';
import type { Terminal } from './terminal.ts';

/** The findings that a store holds, or a file or the standard input (`-`) as `scan` writes them; `show` is given a store's items. */
export async function readFindings(
  where: string,
  terminal: Terminal,
  catalogue: Catalogue,
  show: (item: Item) => void = () => {},
): Promise<readonly Finding[]> {
  if (where === '-') return parseFindings(await textOf(terminal.stdin), 'standard input');
  const isTable = where.startsWith('dynamodb:');
  const place = isTable ? where : path.resolve(terminal.directory, where);
  if (!isTable && (await isFile(place))) return parseFindings(await readText(place), where);
  const opened = await openStore(place);
  try {
    return await listFindings(opened.store, catalogue, show);
  } finally {
    await opened.close();
  }
}

/** Whether a place is no store but a file of findings, or the standard input. */
export function isFindingsFile(where: string, { directory }: Pick<Terminal, 'directory'>): boolean {
  if (where === '-') return true;
  if (where.startsWith('dynamodb:')) return false;
  const place = path.resolve(directory, where);
  return existsSync(place) ? !statSync(place).isDirectory() : false;
}

/** Pipes, too; of what is not there its name tells what it should be. */
async function isFile(place: string): Promise<boolean> {
  if (!existsSync(place)) return /\.(ndjson|jsonl?|txt)$/.test(place);
  return !(await stat(place)).isDirectory();
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ServiceError('input-unreadable', `${file}: ${reason}; check the path`, { cause });
  }
}

async function listFindings(
  store: Store,
  catalogue: Catalogue,
  show: (item: Item) => void,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for await (const item of store.listItems()) {
    show(item);
    findings.push(...findingsOf(item, catalogue));
  }
  return findings;
}

/** NDJSON, or what `--format json` writes. */
function parseFindings(text: string, origin: string): readonly Finding[] {
  const whole = tryParse(text);
  if (typeof whole === 'object' && whole !== null && 'findings' in whole && Array.isArray(whole.findings))
    return whole.findings.map((value, index) => asFinding(value, `${origin}: findings[${index}]`));
  return text
    .split('\n')
    .map((line, index) => ({ line, place: `${origin}:${index + 1}` }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, place }) => asFinding(tryParse(line), place));
}

function asFinding(value: unknown, place: string): Finding {
  const result = findingSchema.safeParse(value);
  if (result.success) return result.data;
  const at = result.error.issues[0]?.path.join('.') ?? '';
  throw new ServiceError(
    'input-unreadable',
    `${place}: is no finding${at === '' ? '' : ` (${at})`}; give a file that \`podguard scan --format ndjson\` wrote`,
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
