import { paginateQuery, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { reach } from './reach.ts';
import type { Attributes } from './resource-item.ts';
import type { TableHandle } from './table-handle.ts';

/** The rows of a query, read page by page (of 1 MB, or of its `Limit`) as they are asked for. */
export async function* queryPages(
  table: TableHandle,
  query: Omit<QueryCommandInput, 'TableName'>,
): AsyncIterable<Attributes> {
  const pages = paginateQuery({ client: table.client }, { ...query, TableName: table.table });
  for (;;) {
    const page = await reach(table, pages.next());
    if (page.done === true) return;
    yield* page.value.Items ?? [];
  }
}
