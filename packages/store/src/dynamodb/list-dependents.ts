import type { Edge, Kind } from '@podguard/core';
import { edgePrefix, itemKey, resourceKeyOf } from './keys.ts';
import { queryPages } from './query-pages.ts';
import type { TableHandle } from './table-handle.ts';

export async function* listDependents(table: TableHandle, target: string, kind?: Kind): AsyncIterable<Edge> {
  const rows = queryPages(table, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :edge)',
    ExpressionAttributeValues: { ':pk': itemKey(target).pk, ':edge': edgePrefix(kind) },
    ConsistentRead: true,
  });
  for await (const row of rows)
    yield {
      target,
      dependent: resourceKeyOf(row.sk as string, row.name as string | undefined),
      dependentKind: row.kind as Kind,
      since: row.since as string,
    };
}
