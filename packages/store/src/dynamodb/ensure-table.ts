import { setTimeout as wait } from 'node:timers/promises';
import { CreateTableCommand, DescribeTableCommand, ResourceInUseException } from '@aws-sdk/client-dynamodb';
import { ServiceError } from '@podguard/core';
import { PENDING_INDEX } from './keys.ts';
import { reach } from './reach.ts';
import type { TableHandle } from './table-handle.ts';

const POLLS = 120;
const LONGEST_WAIT_MS = 250;

/** Creates the table where there is none, for local use: deployed tables belong to the stack, which also sets the TTL. */
export async function ensureTable(handle: Omit<TableHandle, 'now'>): Promise<void> {
  const table: TableHandle = { ...handle, now: Date.now };
  const create = new CreateTableCommand({
    TableName: table.table,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['pk', 'sk', 'pending'].map((name) => ({
      AttributeName: name,
      AttributeType: 'S',
    })),
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: PENDING_INDEX,
        KeySchema: [{ AttributeName: 'pending', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['name', 'expires'] },
      },
    ],
  });
  try {
    await reach(table, table.client.send(create));
  } catch (error) {
    const exists = error instanceof ServiceError && error.cause instanceof ResourceInUseException;
    if (!exists) throw error;
  }
  for (let poll = 0; poll < POLLS; poll += 1) {
    const described = await reach(
      table,
      table.client.send(new DescribeTableCommand({ TableName: table.table })),
    );
    if (described.Table?.TableStatus === 'ACTIVE') return;
    await wait(Math.min(LONGEST_WAIT_MS, 2 ** poll));
  }
  throw new ServiceError('store-unreachable', `table ${table.table} did not become active`, {
    retryable: true,
  });
}
