import { setTimeout as wait } from 'node:timers/promises';
import { BatchWriteCommand, type BatchWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { ServiceError } from '@podguard/core';
import { reach } from './reach.ts';
import type { TableHandle } from './table-handle.ts';

/** Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const BATCH = 25;
const PARALLEL = 4;
const MAX_ATTEMPTS = 8;
const FIRST_WAIT_MS = 25;

type Requests = NonNullable<BatchWriteCommandInput['RequestItems']>;
export type WriteRequest = Requests[string][number];

/** Writes rows that may be written in any order; a batch that names a key twice is refused. `what` they are is said in errors. */
export async function writeBatches(
  table: TableHandle,
  rows: readonly WriteRequest[],
  what: string,
): Promise<void> {
  const batches: Requests[] = [];
  for (let at = 0; at < rows.length; at += BATCH) batches.push({ [table.table]: rows.slice(at, at + BATCH) });
  for (let at = 0; at < batches.length; at += PARALLEL)
    await Promise.all(batches.slice(at, at + PARALLEL).map((batch) => writeBatch(table, batch, what)));
}

async function writeBatch(table: TableHandle, batch: Requests, what: string): Promise<void> {
  let left = batch;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    if (attempt > 0) await wait(FIRST_WAIT_MS * 2 ** attempt * (0.5 + Math.random() / 2));
    const answer = await reach(table, table.client.send(new BatchWriteCommand({ RequestItems: left })));
    const unprocessed = answer.UnprocessedItems?.[table.table] ?? [];
    if (unprocessed.length === 0) return;
    left = { [table.table]: unprocessed };
  }
  throw new ServiceError('store-unreachable', `table ${table.table} is throttled: ${what} were not written`, {
    retryable: true,
  });
}
