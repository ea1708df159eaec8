import { configSchema, ServiceError } from '@podguard/core';
import { createTell } from '@podguard/functions';
import { connect, createDynamoDbServiceState } from '@podguard/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aTransition } from '../support/a-transition.ts';
import { channelsOver } from '../support/channels.ts';
import { clientOf, startDynamoDb, type TestDynamoDb } from '../support/dynalite.ts';
import { type FaultServer, openFaultServer } from '../support/fault-server.ts';
import { ids, testQueue } from './dispatch-queue.ts';

const THROTTLED = {
  status: 400,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify({
    __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
    message: 'slow down',
  }),
};

let dynamo: TestDynamoDb;
let faults: FaultServer;
beforeAll(async () => {
  [dynamo, faults] = await Promise.all([startDynamoDb(), openFaultServer(() => THROTTLED)]);
});
afterAll(() => Promise.all([dynamo.close(), faults.close()]));

it('a table that is throttled keeps programs from nothing, and people hear when it is not any more', async () => {
  const { table } = await dynamo.newStore();
  const [sns, hub] = [testQueue(), testQueue()];
  const channels = channelsOver(
    { sns, hub },
    { sns: { type: 'sns', burst: 1 }, hub: { type: 'security-hub' } },
  );
  const config = configSchema.parse({});
  const over = (client: TestDynamoDb['client']) =>
    createTell({
      channels,
      config,
      state: createDynamoDbServiceState({ client, table }),
      now: () => new Date(),
    });
  const all = ['a', 'b', 'c'].map((role) => aTransition({ role }));
  const failure: unknown = await over(
    connect({ ...clientOf(faults.url, dynamo.key), maxAttempts: 2 }).client,
  )(all).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ServiceError);
  expect(failure).toMatchObject({ code: 'store-unreachable', retryable: true });
  expect([ids(sns.sent), ids(hub.sent)]).toEqual([[], all.map(({ id }) => id)]);

  await over(dynamo.client)(all);
  expect(ids(sns.sent)).toEqual([all[0]?.id]);
  const state = createDynamoDbServiceState({ client: dynamo.client, table });
  const held = await Array.fromAsync(state.listQuiet('burst/sns'));
  expect(held.map(({ id }) => id).toSorted()).toEqual(
    all
      .slice(1)
      .map(({ id }) => id)
      .toSorted(),
  );
});
