import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Transition } from '@podguard/core';
import { DAYS_PARTITION, dayOf } from './keys.ts';
import { reach } from './reach.ts';
import { SCHEMA_VERSION, toTransitionAttributes } from './resource-item.ts';
import type { TableHandle } from './table-handle.ts';

/** The day is noted first: one that has no transition costs a reader one query, one that is not noted would be lost. */
export async function putTransition(
  table: TableHandle,
  transition: Transition,
  notedDays: Set<string>,
): Promise<void> {
  const day = dayOf(transition.at);
  if (!notedDays.has(day)) {
    await put(table, { pk: DAYS_PARTITION, sk: day, v: SCHEMA_VERSION });
    notedDays.add(day);
  }
  await put(table, toTransitionAttributes(transition));
}

async function put(table: TableHandle, attributes: Readonly<Record<string, unknown>>): Promise<void> {
  await reach(table, table.client.send(new PutCommand({ TableName: table.table, Item: attributes })));
}
