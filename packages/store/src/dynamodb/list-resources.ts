import { paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Item } from '@podguard/core';
import { ITEM_SORT_KEY } from './keys.ts';
import { reach } from './reach.ts';
import { fromAttributes } from './resource-item.ts';
import type { TableHandle } from './table-handle.ts';

export async function* listResources(table: TableHandle): AsyncIterable<Item> {
  const pages = paginateScan(
    { client: table.client },
    {
      TableName: table.table,
      FilterExpression: 'sk = :item',
      ExpressionAttributeValues: { ':item': ITEM_SORT_KEY },
      ConsistentRead: true,
    },
  );
  for (;;) {
    const page = await reach(table, pages.next());
    if (page.done === true) return;
    for (const attributes of page.value.Items ?? []) {
      const item = fromAttributes(attributes, table.now());
      if (item !== undefined) yield item;
    }
  }
}
