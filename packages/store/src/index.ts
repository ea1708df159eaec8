export type { Connection } from './dynamodb/connect.ts';
export { connect } from './dynamodb/connect.ts';
export type { DynamoDbStoreOptions } from './dynamodb/dynamodb-store.ts';
export { createDynamoDbStore } from './dynamodb/dynamodb-store.ts';
export { ensureTable } from './dynamodb/ensure-table.ts';
export { createDynamoDbServiceState } from './dynamodb/service-state.ts';
export { createMemoryServiceState } from './memory/memory-service-state.ts';
export type { MemoryStoreOptions } from './memory/memory-store.ts';
export { createMemoryStore } from './memory/memory-store.ts';
