import { setTimeout as wait } from 'node:timers/promises';
import { BatchWriteCommand, type BatchWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { type Edge, ServiceError } from '@podguard/core';
import { edgeKey } from './keys.ts';
import { reach } from './reach.ts';
import { SCHEMA_VERSION } from './resource-item.ts';
import type { TableHandle } from './table-handle.ts';

/** Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const BATCH = 25;
const PARALLEL = 4;
const MAX_ATTEMPTS = 8;
const FIRST_WAIT_MS = 25;

type Requests = NonNullable<BatchWriteCommandInput['RequestItems']>;

export async function putEdges(table: TableHandle, edges: readonly Edge[]): Promise<void> {
  const rows = new Map<string, Requests[string][number]>();
  for (const { target, dependent, dependentKind, since } of edges) {
    const key = edgeKey(target, dependent, dependentKind);
    // A batch that names a key twice is refused.
    rows.set(JSON.stringify([key.pk, key.sk]), {
      PutRequest: { Item: { ...key, v: SCHEMA_VERSION, kind: dependentKind, since } },
    });
  }
  const batches: Requests[] = [];
  const all = [...rows.values()];
  for (let at = 0; at < all.length; at += BATCH) batches.push({ [table.table]: all.slice(at, at + BATCH) });
  for (let at = 0; at < batches.length; at += PARALLEL)
    await Promise.all(batches.slice(at, at + PARALLEL).map((batch) => putBatch(table, batch)));
}

async function putBatch(table: TableHandle, batch: Requests): Promise<void> {
  let left = batch;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    if (attempt > 0) await wait(FIRST_WAIT_MS * 2 ** attempt * (0.5 + Math.random() / 2));
    const answer = await reach(table, table.client.send(new BatchWriteCommand({ RequestItems: left })));
    const unprocessed = answer.UnprocessedItems?.[table.table] ?? [];
    if (unprocessed.length === 0) return;
    left = { [table.table]: unprocessed };
  }
  throw new ServiceError('store-unreachable', `table ${table.table} is throttled: edges were not written`, {
    retryable: true,
  });
}
