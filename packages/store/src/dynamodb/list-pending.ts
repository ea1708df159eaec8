import { PENDING_INDEX, pendingShards, resourceKeyOf } from './keys.ts';
import { queryPages } from './query-pages.ts';
import { isExpired } from './resource-item.ts';
import type { TableHandle } from './table-handle.ts';

/** Read from an index, which DynamoDB keeps up to date with a delay. */
export async function* listPending(table: TableHandle): AsyncIterable<string> {
  for (const shard of pendingShards()) {
    const rows = queryPages(table, {
      IndexName: PENDING_INDEX,
      KeyConditionExpression: '#pending = :shard',
      ExpressionAttributeNames: { '#pending': 'pending' },
      ExpressionAttributeValues: { ':shard': shard },
    });
    for await (const row of rows)
      if (!isExpired(row, table.now())) yield resourceKeyOf(row.pk as string, row.name as string | undefined);
  }
}
