import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Store } from '@podguard/core';
import { listDependents } from './list-dependents.ts';
import { listPending } from './list-pending.ts';
import { listResources } from './list-resources.ts';
import { listTransitions } from './list-transitions.ts';
import { loadResource } from './load-resource.ts';
import { putEdges } from './put-edges.ts';
import { putTransition } from './put-transition.ts';
import { saveResource } from './save-resource.ts';
import type { TableHandle } from './table-handle.ts';

export interface DynamoDbStoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  /** Milliseconds since 1970; the machine's clock by default. */
  readonly now?: () => number;
}

/** Creates the store over one DynamoDB table; `ensureTable` has its schema. */
export function createDynamoDbStore({ client, table, now = Date.now }: DynamoDbStoreOptions): Store {
  const handle: TableHandle = { client, table, now };
  const notedDays = new Set<string>();
  return {
    load: (key) => loadResource(handle, key),
    save: (item) => saveResource(handle, item),
    putEdges: (edges) => putEdges(handle, edges),
    listDependents: (target, kind) => listDependents(handle, target, kind),
    listPending: () => listPending(handle),
    listItems: (after) => listResources(handle, after),
    putTransition: (transition) => putTransition(handle, transition, notedDays),
    listTransitions: (limit) => listTransitions(handle, limit),
  };
}
