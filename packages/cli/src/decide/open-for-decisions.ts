import path from 'node:path';
import { ServiceError } from '@podguard/core';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import type { AwsFlags } from '../aws-flags.ts';
import { isTable, type OpenStore, openStore } from '../local-store/index.ts';
import { isStore } from '../local-store/use-local-store.ts';
import { isFindingsFile } from '../read-findings.ts';
import type { Terminal } from '../terminal.ts';

/** Opens the store that a person's decision is written to, or read from. */
export async function openForDecisions(
  where: string,
  terminal: Terminal,
  aws: AwsFlags,
  use: 'read' | 'write',
): Promise<OpenStore> {
  if (isFindingsFile(where, terminal) || /\.(ndjson|jsonl?)$/.test(where)) throw ofFile(where);
  const opened = await openStore(isTable(where) ? where : path.resolve(terminal.directory, where), aws);
  if (use === 'read' || opened.isCopy !== true) return opened;
  await opened.close();
  throw new ServiceError(
    'store-unreachable',
    `${where}: you may read this directory, not write to it; run it as the user who owns it`,
  );
}

/** Whether it names a directory in which there is no store yet. */
export function isNoStore(where: string, terminal: Terminal): boolean {
  if (isTable(where) || isFindingsFile(where, terminal)) return false;
  return !isStore(path.resolve(terminal.directory, where));
}

/** Stands for a store that is not there yet. */
export function openEmpty(): OpenStore {
  const store = createMemoryStore();
  return { store, state: createMemoryServiceState(store), close: async () => {} };
}

function ofFile(where: string): ServiceError {
  const place = where === '-' ? 'the standard input' : where;
  return new ServiceError(
    'usage',
    `${place} is no store, and decisions are kept in one: name a directory or dynamodb:TABLE[@REGION] with --store; what scan and check find is exempted in podguard.config.ts (exemptions)`,
  );
}
