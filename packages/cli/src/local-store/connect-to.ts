import type { ServiceState, Store } from '@podguard/core';
import { type Connection, connect, createDynamoDbServiceState, createDynamoDbStore } from '@podguard/store';
import type { Endpoint } from './endpoint-file.ts';

/** A client of the embedded DynamoDB that answers at the endpoint. */
export function connectTo({
  url,
  table,
  key,
}: Endpoint): Connection & { readonly store: Store; readonly state: ServiceState } {
  const connection = connect({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: key, secretAccessKey: key },
  });
  const of = { client: connection.client, table };
  return { ...connection, store: createDynamoDbStore(of), state: createDynamoDbServiceState(of) };
}
