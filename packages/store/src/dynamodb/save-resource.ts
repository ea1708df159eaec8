import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Item } from '@podguard/core';
import { isConditionFailure, reach } from './reach.ts';
import { toAttributes } from './resource-item.ts';
import type { TableHandle } from './table-handle.ts';

/** Writes on the version that was read. A first version may replace an expired item that is still there. */
export async function saveResource(table: TableHandle, item: Item): Promise<'written' | 'conflict'> {
  const now = table.now();
  const condition =
    item.version === 1
      ? {
          ConditionExpression: 'attribute_not_exists(pk) OR #expires <= :now',
          ExpressionAttributeNames: { '#expires': 'expires' },
          ExpressionAttributeValues: { ':now': Math.floor(now / 1000) },
        }
      : {
          ConditionExpression: '#version = :read',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':read': item.version - 1 },
        };
  const command = new PutCommand({ TableName: table.table, Item: toAttributes(item, now), ...condition });
  try {
    await reach(table, table.client.send(command));
    return 'written';
  } catch (error) {
    if (isConditionFailure(error)) return 'conflict';
    throw error;
  }
}
