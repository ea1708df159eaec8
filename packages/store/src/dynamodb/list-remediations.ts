import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { type Remediation, ServiceError } from '@podguard/core';
import { remediationPlace, remediationTarget } from '../remediations.ts';
import {
  OPEN_REMEDIATIONS_PARTITION,
  REMEDIATIONS_PARTITION,
  remediationKey,
  remediationsOf,
} from './keys.ts';
import { queryPages } from './query-pages.ts';
import { reach } from './reach.ts';
import { fromRemediationAttributes } from './remediation-item.ts';
import { type Attributes, isExpired } from './resource-item.ts';
import type { TableHandle } from './table-handle.ts';

/** So many are read at once. */
const AT_ONCE = 25;

export async function loadRemediation(table: TableHandle, id: string): Promise<Remediation | undefined> {
  const { pk, sk } = remediationKey(id);
  const command = new GetCommand({ TableName: table.table, Key: { pk, sk }, ConsistentRead: true });
  const { Item } = await reach(table, table.client.send(command));
  return Item === undefined || isExpired(Item, table.now()) ? undefined : fromRemediationAttributes(Item);
}

/** A row whose remediation is not there, or is another's target's by now, says nothing. */
export async function listRemediations(
  table: TableHandle,
  limit: number,
  target?: string,
  unreadable?: (problem: ServiceError) => void,
): Promise<readonly Remediation[]> {
  const found: Remediation[] = [];
  const load = async (row: Attributes): Promise<Remediation | undefined> => {
    const one = await loadOr(table, String(row.id), unreadable);
    if (one === undefined || remediationPlace(one) !== row.sk) return undefined;
    return target === undefined || remediationTarget(one) === target ? one : undefined;
  };
  for await (const rows of inGroups(rowsOf(table, target), Math.min(limit, AT_ONCE))) {
    const read = await Promise.all(rows.map(load));
    found.push(...read.filter((one) => one !== undefined));
    if (found.length >= limit) break;
  }
  return found.slice(0, limit);
}

export async function* listOpenRemediations(table: TableHandle): AsyncIterable<string> {
  const rows = queryPages(table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': OPEN_REMEDIATIONS_PARTITION },
    ConsistentRead: true,
  });
  for await (const row of rows) if (!isExpired(row, table.now())) yield String(row.sk);
}

function rowsOf(table: TableHandle, target: string | undefined): AsyncIterable<Attributes> {
  return queryPages(table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: {
      ':pk': target === undefined ? REMEDIATIONS_PARTITION : remediationsOf(target),
    },
    ScanIndexForward: false,
    ConsistentRead: true,
    Limit: 4 * AT_ONCE,
  });
}

async function loadOr(
  table: TableHandle,
  id: string,
  unreadable: ((problem: ServiceError) => void) | undefined,
): Promise<Remediation | undefined> {
  try {
    return await loadRemediation(table, id);
  } catch (error) {
    const isTold = error instanceof ServiceError && error.code === 'item-malformed';
    if (!isTold || unreadable === undefined) throw error;
    unreadable(error);
    return undefined;
  }
}

async function* inGroups<T>(all: AsyncIterable<T>, size: number): AsyncIterable<readonly T[]> {
  let group: T[] = [];
  for await (const one of all) {
    group.push(one);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
