import { createDynamoDbServiceState } from '@podguard/store';
import { afterAll, beforeAll } from 'vitest';
import { type MiniStackTables, tablesOf } from '../support/ministack/dynamodb.ts';
import { type MiniStack, startMiniStack } from '../support/ministack/start.ts';
import { describeStore } from './contract.ts';
import { describeRemediations } from './remediations.ts';
import { describeServiceState } from './service-state.ts';

let miniStack: MiniStack;
let tables: MiniStackTables;
beforeAll(async () => {
  miniStack = await startMiniStack();
  tables = tablesOf(miniStack);
});
afterAll(async () => {
  tables?.close();
  await miniStack?.stop();
});

describeStore("the store in MiniStack's DynamoDB", async (options) => (await tables.newStore(options)).store);

describeServiceState("the service's state in MiniStack's DynamoDB", async () => {
  const { store, table } = await tables.newStore();
  return { store, state: createDynamoDbServiceState({ client: tables.client, table }) };
});

describeRemediations("remediations in MiniStack's DynamoDB", async (now) => {
  const { table } = await tables.newStore();
  return createDynamoDbServiceState({ client: tables.client, table, ...(now === undefined ? {} : { now }) });
});
