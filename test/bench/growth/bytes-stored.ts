import type { Item } from '@podguard/core';
import { startDynamoDb } from '../../support/dynalite.ts';

/** A row as DynamoDB tells it. */
type Row = Readonly<Record<string, { readonly S?: string; readonly N?: string; readonly B?: string }>>;

/** What an item takes of DynamoDB's 400,000 bytes. */
export async function bytesStored(item: Item): Promise<number> {
  const dynamoDb = await startDynamoDb();
  try {
    const { store, table } = await dynamoDb.newStore();
    await store.save({ ...item, version: 1 });
    const { Items: rows } = (await dynamoDb.call('Scan', { TableName: table })) as { Items: readonly Row[] };
    return Math.max(...rows.map(bytesOfRow));
  } finally {
    await dynamoDb.close();
  }
}

/**
 * Names and texts in UTF-8, bytes as they are, a byte for each digit of a number, which is more than it takes.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function bytesOfRow(row: Row): number {
  return Object.entries(row).reduce(
    (sum, [name, { S = '', N = '', B = '' }]) =>
      sum + Buffer.byteLength(name + S + N) + Buffer.byteLength(B, 'base64'),
    0,
  );
}
