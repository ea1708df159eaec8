import type { ServiceState, Store } from '@podguard/core';
import { type Connection, connect, createDynamoDbServiceState, createDynamoDbStore } from '@podguard/store';
import type { Endpoint } from './endpoint-file.ts';

/** On a machine that is busy it answers late. */
const PATIENCE = { requestTimeout: 60_000, socketTimeout: 60_000, throwOnRequestTimeout: true } as const;

/** A client of the embedded DynamoDB that answers at the endpoint; it tries as often as the SDK does by itself, or as is told. */
export function connectTo(
  { url, table, key }: Endpoint,
  { maxAttempts }: { readonly maxAttempts?: number } = {},
): Connection & { readonly store: Store; readonly state: ServiceState } {
  const connection = connect({
    endpoint: url,
    region: 'us-east-1',
    requestHandler: PATIENCE,
    credentials: { accessKeyId: key, secretAccessKey: key },
    ...(maxAttempts === undefined ? {} : { maxAttempts }),
  });
  const of = { client: connection.client, table };
  return { ...connection, store: createDynamoDbStore(of), state: createDynamoDbServiceState(of) };
}
