import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

export interface Connection {
  readonly client: DynamoDBDocumentClient;
  close(): void;
}

/** A client with the store's settings; region, credentials and endpoint are the environment's where none are given. */
export function connect(config: DynamoDBClientConfig = {}): Connection {
  const base = new DynamoDBClient(config);
  return {
    client: DynamoDBDocumentClient.from(base, { marshallOptions: { removeUndefinedValues: true } }),
    close: () => base.destroy(),
  };
}
