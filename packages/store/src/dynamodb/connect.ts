import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

export interface Connection {
  readonly client: DynamoDBDocumentClient;
  close(): void;
}

/**
 * A call of a table takes milliseconds; of many at once the last wait for a connection. By itself a client waits without end.
 * Source: https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/migrate-client-constructor-parameters.html
 */
const PATIENCE = {
  requestHandler: { requestTimeout: 20_000, socketTimeout: 20_000, throwOnRequestTimeout: true },
} as const;

/** A client with the store's settings; region, credentials and endpoint are the environment's where none are given. */
export function connect(config: DynamoDBClientConfig = {}): Connection {
  const base = new DynamoDBClient({ ...PATIENCE, ...config });
  return {
    client: DynamoDBDocumentClient.from(base, { marshallOptions: { removeUndefinedValues: true } }),
    close: () => base.destroy(),
  };
}
