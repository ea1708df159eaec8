import type { Store } from '@podguard/core';
import { type Connection, connect, createDynamoDbStore, ensureTable } from '@podguard/store';
import type { MiniStack } from './start.ts';

export interface MiniStackTables {
  readonly client: Connection['client'];
  /** A store over a new, empty table. */
  newStore(options?: {
    readonly now?: () => number;
  }): Promise<{ readonly store: Store; readonly table: string }>;
  close(): void;
}

/** MiniStack's DynamoDB as the stores use it. */
export function tablesOf(miniStack: MiniStack): MiniStackTables {
  const connection = connect(miniStack.clientOptions());
  let tables = 0;
  return {
    client: connection.client,
    async newStore(options = {}) {
      tables += 1;
      const table = `podguard-${tables}`;
      await ensureTable({ client: connection.client, table });
      return { store: createDynamoDbStore({ client: connection.client, table, ...options }), table };
    },
    close: connection.close,
  };
}
