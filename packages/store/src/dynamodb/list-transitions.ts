import type { Transition } from '@podguard/core';
import { DAYS_PARTITION, transitionsPartition } from './keys.ts';
import { queryPages } from './query-pages.ts';
import { type Attributes, fromTransitionAttributes } from './resource-item.ts';
import type { TableHandle } from './table-handle.ts';

const PAGE = 100;

/** The newest first, day by day backwards. */
export async function listTransitions(table: TableHandle, limit: number): Promise<readonly Transition[]> {
  const found = new Map<string, Transition>();
  for await (const { sk: day } of backwards(table, DAYS_PARTITION)) {
    for await (const row of backwards(table, transitionsPartition(day as string))) {
      if (found.size >= limit) return [...found.values()];
      const transition = fromTransitionAttributes(row);
      if (!found.has(transition.id)) found.set(transition.id, transition);
    }
  }
  return [...found.values()];
}

function backwards(table: TableHandle, partition: string): AsyncIterable<Attributes> {
  return queryPages(table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': partition },
    ScanIndexForward: false,
    ConsistentRead: true,
    Limit: PAGE,
  });
}
