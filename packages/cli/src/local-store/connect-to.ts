import type { Store } from '@podguard/core';
import { type Connection, connect, createDynamoDbStore } from '@podguard/store';
import type { Endpoint } from './endpoint-file.ts';

/** A client of the embedded DynamoDB that answers at the endpoint. */
export function connectTo({ url, table, key }: Endpoint): Connection & { readonly store: Store } {
  const connection = connect({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: key, secretAccessKey: key },
  });
  return { ...connection, store: createDynamoDbStore({ client: connection.client, table }) };
}
