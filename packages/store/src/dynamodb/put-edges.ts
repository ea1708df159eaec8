import type { Edge } from '@podguard/core';
import { edgeKey } from './keys.ts';
import { SCHEMA_VERSION } from './resource-item.ts';
import type { TableHandle } from './table-handle.ts';
import { type WriteRequest, writeBatches } from './write-batches.ts';

export async function putEdges(table: TableHandle, edges: readonly Edge[]): Promise<void> {
  const rows = new Map<string, WriteRequest>();
  for (const { target, dependent, dependentKind, since } of edges) {
    const key = edgeKey(target, dependent, dependentKind);
    rows.set(JSON.stringify([key.pk, key.sk]), {
      PutRequest: { Item: { ...key, v: SCHEMA_VERSION, kind: dependentKind, since } },
    });
  }
  await writeBatches(table, [...rows.values()], 'edges');
}
