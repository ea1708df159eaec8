import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { KeyPage } from '@podguard/core';
import { ITEM_SORT_KEY, resourceKeyOf } from './keys.ts';
import { reach } from './reach.ts';
import { isExpired } from './resource-item.ts';
import type { TableHandle } from './table-handle.ts';

/** One page of a scan (1 MB); `next` is where the table goes on, as JSON. */
export async function listJudgedOtherwise(
  table: TableHandle,
  judgedWith: string,
  from?: string,
): Promise<KeyPage> {
  const command = new ScanCommand({
    TableName: table.table,
    FilterExpression: 'sk = :item AND (attribute_not_exists(#with) OR #with <> :with)',
    ProjectionExpression: 'pk, #name, #expires',
    ExpressionAttributeNames: { '#with': 'judgedWith', '#name': 'name', '#expires': 'expires' },
    ExpressionAttributeValues: { ':item': ITEM_SORT_KEY, ':with': judgedWith },
    ConsistentRead: true,
    ...(from === undefined ? {} : { ExclusiveStartKey: JSON.parse(from) as Record<string, unknown> }),
  });
  const { Items: rows = [], LastEvaluatedKey: last } = await reach(table, table.client.send(command));
  const keys = rows
    .filter((row) => !isExpired(row, table.now()))
    .map((row) => resourceKeyOf(row.pk as string, row.name as string | undefined));
  return last === undefined ? { keys } : { keys, next: JSON.stringify(last) };
}
