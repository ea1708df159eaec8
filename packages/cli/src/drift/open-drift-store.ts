import { existsSync } from 'node:fs';
import path from 'node:path';
import { ServiceError, type Store } from '@podguard/core';
import { overlayState, overlayStore } from '@podguard/store';
import type { AwsFlags } from '../aws-flags.ts';
import { isNoStore, openEmpty, openForDecisions } from '../decide/open-for-decisions.ts';
import { isTable, type OpenStore, openLocalStore, regionOf, useLocalStore } from '../local-store/index.ts';
import { isReadOnly } from '../local-store/read-only.ts';
import { isFindingsFile } from '../read-findings.ts';
import type { Terminal } from '../terminal.ts';

/**
 * Opens what a run compares with, and corrects. A directory in which there is no store yet becomes one. A dry run writes to
 * memory only, over what is there.
 */
export async function openDriftStore(
  where: string,
  terminal: Terminal,
  { aws, dryRun }: { readonly aws: AwsFlags; readonly dryRun: boolean },
): Promise<OpenStore> {
  if (!dryRun) return open(where, terminal, aws);
  if (isNoStore(where, terminal)) return openEmpty();
  const opened = await openForDecisions(where, terminal, awsOf(where, aws), 'read');
  const store = overlayStore(opened.store);
  return { store, state: overlayState(opened.state, store), close: opened.close };
}

async function open(where: string, terminal: Terminal, aws: AwsFlags): Promise<OpenStore> {
  const directory = path.resolve(terminal.directory, where);
  const isOurs = !isTable(where) && !isFindingsFile(where, terminal) && !/\.(ndjson|jsonl?)$/.test(where);
  if (isOurs && !(existsSync(directory) && (await isReadOnly(directory)))) {
    try {
      // A run takes minutes: others that ask meanwhile find its address.
      return await openLocalStore({ directory });
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== 'store-in-use') throw error;
      return useLocalStore(directory, { stays: true });
    }
  }
  return openForDecisions(where, terminal, awsOf(where, aws), 'write');
}

/** For a directory they say how the account is read, not where the store is. */
export function awsOf(where: string, aws: AwsFlags): AwsFlags {
  return isTable(where) ? aws : {};
}

/** Where the account is read from: beside the table where that says so. */
export function homeOf(where: string, { region, ...aws }: AwsFlags): AwsFlags {
  const of = isTable(where) ? (region ?? regionOf(where)) : region;
  return { ...aws, region: of };
}

/** A store in which everything is of others is that of another account. */
export async function refuseOtherAccount(
  where: string,
  store: Pick<Store, 'listItems'>,
  { account, whose }: { readonly account: string; readonly whose: string },
): Promise<void> {
  let other: string | undefined;
  for await (const item of store.listItems()) {
    if (item.account === account) return;
    other ??= item.account;
  }
  if (other === undefined) return;
  throw new ServiceError(
    'usage',
    `${where} holds account ${other}, and ${whose} of ${account}: name another store with --store`,
  );
}
