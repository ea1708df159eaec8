import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ServiceError, type ServiceState, type Store } from '@podguard/core';
import { ensureTable } from '@podguard/store';
import { connectTo } from './connect-to.ts';
import { type Endpoint, identityOf, removeEndpoint, writeEndpoint } from './endpoint-file.ts';
import { ownDirectory } from './own-directory.ts';
import { pendingFromItems } from './pending-from-items.ts';
import { startDynalite } from './start-dynalite.ts';
import { unusable } from './unusable.ts';

export type LocalStoreOptions =
  | {
      readonly directory: string;
      /** For no longer than one piece of work: others wait, instead of being told an address that is gone in a moment. */
      readonly briefly?: true;
      /** Others who own it briefly are waited for, as long as those wait for each other. */
      readonly patient?: true;
    }
  | { readonly memory: true };

export interface LocalStore {
  readonly store: Store;
  readonly state: ServiceState;
  readonly endpoint: Endpoint;
  /** Tells others who ask for the directory where its page is. */
  announce(page: string): Promise<void>;
  close(): Promise<void>;
}

type Data = Omit<LocalStore, 'announce'>;

const TABLE = 'podguard';

/**
 * Opens the store of this machine as its owner. Others find it through the directory's `endpoint.json`; another who
 * wants to own it is refused with `store-in-use`.
 */
export async function openLocalStore(options: LocalStoreOptions): Promise<LocalStore> {
  if (!('directory' in options)) return { ...(await openData(undefined)), announce: async () => {} };
  const { directory, briefly = false, patient = briefly } = options;
  const data = join(directory, 'data');
  // Others at this machine would read in its files what the key keeps from them.
  await mkdir(data, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw unusable(directory, error);
  });
  const { release } = await ownDirectory(directory, patient);
  let local: Data | undefined;
  const removeAtExit = () => removeEndpoint(directory);
  try {
    // What another left there who was killed, or what came with a copy, names nobody who owns it.
    removeEndpoint(directory);
    const identity = await identityOf(directory);
    const opened = await openData(data);
    local = { ...opened, endpoint: { ...opened.endpoint, directory: identity } };
    if (!briefly) await writeEndpoint(directory, local.endpoint);
  } catch (error) {
    await local?.close();
    await release();
    throw error instanceof ServiceError ? error : unusable(directory, error);
  }
  process.once('exit', removeAtExit);
  const { close, endpoint } = local;
  let closed: Promise<void> | undefined;
  return {
    ...local,
    announce: (page) => writeEndpoint(directory, { ...endpoint, page }),
    close() {
      closed ??= (async () => {
        removeEndpoint(directory);
        process.off('exit', removeAtExit);
        await close();
        await release();
      })();
      return closed;
    },
  };
}

/** Starts the embedded DynamoDB on data that is nobody else's, or in memory. */
export async function openData(path: string | undefined): Promise<Data> {
  const { url, key, close } = await startDynalite(path);
  const endpoint: Endpoint = { url, pid: process.pid, table: TABLE, key };
  const connection = connectTo(endpoint);
  const end = async () => {
    connection.close();
    await close();
  };
  try {
    await ensureTable({ client: connection.client, table: TABLE });
  } catch (error) {
    await end();
    throw error;
  }
  const { store, state } = connection;
  return { store: pendingFromItems(store), state, endpoint, close: end };
}
