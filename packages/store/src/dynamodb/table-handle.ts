import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

export interface TableHandle {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
