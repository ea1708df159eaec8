import { paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Item } from '@podguard/core';
import { ITEM_SORT_KEY, itemKey } from './keys.ts';
import { reach } from './reach.ts';
import { fromAttributes } from './resource-item.ts';
import type { TableHandle } from './table-handle.ts';

export async function* listResources(table: TableHandle, after?: string): AsyncIterable<Item> {
  const pages = paginateScan(
    { client: table.client },
    {
      TableName: table.table,
      FilterExpression: 'sk = :item',
      ExpressionAttributeValues: { ':item': ITEM_SORT_KEY },
      ConsistentRead: true,
      ...(after === undefined ? {} : { ExclusiveStartKey: startKey(after) }),
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

/** An item of that key need not be there any more. */
function startKey(after: string): Readonly<Record<string, string>> {
  const { pk, sk } = itemKey(after);
  return { pk, sk };
}
