import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Item } from '@podguard/core';
import { itemKey } from './keys.ts';
import { reach } from './reach.ts';
import { fromAttributes } from './resource-item.ts';
import type { TableHandle } from './table-handle.ts';

export async function loadResource(table: TableHandle, key: string): Promise<Item | undefined> {
  const { pk, sk } = itemKey(key);
  const command = new GetCommand({ TableName: table.table, Key: { pk, sk }, ConsistentRead: true });
  const { Item: attributes } = await reach(table, table.client.send(command));
  return attributes === undefined ? undefined : fromAttributes(attributes, table.now());
}
