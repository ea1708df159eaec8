import type { Store } from '@podguard/core';
import { type Connection, connect, createDynamoDbStore, ensureTable } from '@podguard/store';
import { openLocalStore } from 'podguard/local-store';

export interface TestDynamoDb {
  readonly url: string;
  /** The access key id that it takes. */
  readonly key: string;
  readonly client: Connection['client'];
  /** A store over a new, empty table. */
  newStore(options?: {
    readonly now?: () => number;
  }): Promise<{ readonly store: Store; readonly table: string }>;
  /** Sends a call as it stands, for what a store itself would never write. */
  call(operation: string, body: unknown): Promise<unknown>;
  close(): Promise<void>;
}

/** Starts an embedded DynamoDB in memory, on a free loopback port. */
export async function startDynamoDb(): Promise<TestDynamoDb> {
  const local = await openLocalStore({ memory: true });
  const { url, key } = local.endpoint;
  const connection = connect(clientOf(url, key));
  let tables = 0;
  return {
    url,
    key,
    client: connection.client,
    async newStore(options = {}) {
      tables += 1;
      const table = `podguard-${tables}`;
      await ensureTable({ client: connection.client, table });
      return { store: createDynamoDbStore({ client: connection.client, table, ...options }), table };
    },
    async call(operation, body) {
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260102/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-date': '20260102T030405Z',
          'x-amz-target': `DynamoDB_20120810.${operation}`,
        },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(await answer.text());
      return answer.json();
    },
    async close() {
      connection.close();
      await local.close();
    },
  };
}

export function clientOf(url: string, key: string) {
  return { endpoint: url, region: 'us-east-1', credentials: { accessKeyId: key, secretAccessKey: key } };
}
