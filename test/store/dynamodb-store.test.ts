import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, createDynamoDbServiceState, createDynamoDbStore, ensureTable } from '@podguard/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf, startDynamoDb, type TestDynamoDb } from '../support/dynalite.ts';
import { itemOf } from './arbitrary-item.ts';
import { all, describeStore } from './contract.ts';
import { describeRemediations } from './remediations.ts';
import { describeServiceState } from './service-state.ts';

let dynamoDb: TestDynamoDb;
beforeAll(async () => {
  dynamoDb = await startDynamoDb();
});
afterAll(() => dynamoDb.close());

describeStore('the store in DynamoDB', async (options) => (await dynamoDb.newStore(options)).store);

describeServiceState("the service's state in DynamoDB", async () => {
  const { store, table } = await dynamoDb.newStore();
  return { store, state: createDynamoDbServiceState({ client: dynamoDb.client, table }) };
});

describeRemediations('remediations in DynamoDB', async (now) => {
  const { table } = await dynamoDb.newStore();
  return createDynamoDbServiceState({
    client: dynamoDb.client,
    table,
    ...(now === undefined ? {} : { now }),
  });
});

describe('a table in DynamoDB', () => {
  it('is created once', async () => {
    const { table } = await dynamoDb.newStore();
    await ensureTable({ client: dynamoDb.client, table });
  });

  it('that is not there is a failure, never an absence', async () => {
    const store = createDynamoDbStore({ client: dynamoDb.client, table: 'no-such-table' });
    const failure = {
      code: 'store-unreachable',
      retryable: false,
      message: expect.stringContaining('no-such-table'),
    };
    await expect(store.load('a')).rejects.toMatchObject(failure);
    await expect(store.save(itemOf('a'))).rejects.toMatchObject(failure);
    await expect(all(store.listPending())).rejects.toMatchObject(failure);
    await expect(all(store.listItems())).rejects.toMatchObject(failure);
    await expect(store.listTransitions(1)).rejects.toMatchObject(failure);
  });

  it('that does not answer is worth another try', async () => {
    const { client, close } = connect({ ...clientOf('http://127.0.0.1:1', 'x'), maxAttempts: 1 });
    const store = createDynamoDbStore({ client, table: 'podguard' });
    await expect(store.load('a')).rejects.toMatchObject({
      code: 'store-unreachable',
      retryable: true,
      cause: expect.any(Error),
    });
    close();
  });

  it('that takes a part of a batch of edges gets the rest again', async () => {
    const { table } = await dynamoDb.newStore();
    const proxy = await startThrottlingProxy(dynamoDb, 2);
    const { client, close } = connect(clientOf(proxy.url, dynamoDb.key));
    const store = createDynamoDbStore({ client, table });
    const edges = Array.from({ length: 30 }, (_, index) => ({
      target: 'hub',
      dependent: `spoke-${index}`,
      dependentKind: 'ec2-instance' as const,
      since: '2026-01-02T03:04:05Z',
    }));
    await store.putEdges(edges);
    expect(await all(store.listDependents('hub'))).toHaveLength(30);
    expect(proxy.throttled()).toBe(2);
    close();
    await proxy.close();
  });
});

/** Stands before DynamoDB and leaves all but one write of the first batches unprocessed, as a throttled table does. */
async function startThrottlingProxy(target: TestDynamoDb, batches: number) {
  let throttled = 0;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const operation = String(request.headers['x-amz-target']).split('.')[1] as string;
    const input = JSON.parse(body) as { RequestItems: Record<string, unknown[]> };
    let unprocessed = {};
    if (operation === 'BatchWriteItem' && throttled < batches) {
      throttled += 1;
      const [[table, requests]] = Object.entries(input.RequestItems) as [[string, unknown[]]];
      unprocessed = { [table]: requests.splice(1) };
    }
    const answer = (await target.call(operation, input)) as object;
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end(JSON.stringify(operation === 'BatchWriteItem' ? { UnprocessedItems: unprocessed } : answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    throttled: () => throttled,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
