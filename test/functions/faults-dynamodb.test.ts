import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toChanges, toRecord } from '@podguard/cloudtrail';
import type { Item, JsonObject } from '@podguard/core';
import { connect, createDynamoDbStore, createMemoryStore } from '@podguard/store';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf, startDynamoDb, type TestDynamoDb } from '../support/dynalite.ts';
import { comparable, createHarness, itemsOf } from '../support/harness.ts';
import { envelopesArbitrary } from '../support/queue-world/envelopes.ts';
import { createQueueWorld, type QueueWorld } from '../support/queue-world/queue-world.ts';

let dynamo: TestDynamoDb;
const closing: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  dynamo = await startDynamoDb();
});
afterAll(async () => {
  for (const close of closing) await close();
  await dynamo.close();
});

/** A proxy of DynamoDB that answers every so manieth call with throttling, an error of the service, or not at all. */
async function startProxy(every: number): Promise<{ readonly url: string; readonly faults: () => number }> {
  let calls = 0;
  let faults = 0;
  const target = new URL(dynamo.url);
  const server = createServer((incoming, outgoing) => {
    calls += 1;
    if (calls % every === 0) {
      faults += 1;
      incoming.resume();
      const kind = faults % 3;
      if (kind === 0) {
        incoming.socket.destroy();
        return;
      }
      const type = kind === 1 ? 'ProvisionedThroughputExceededException' : 'InternalServerError';
      outgoing.writeHead(kind === 1 ? 400 : 500, { 'content-type': 'application/x-amz-json-1.0' });
      outgoing.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'no' }));
      return;
    }
    const onward = forward(
      {
        host: target.hostname,
        port: target.port,
        method: incoming.method,
        path: incoming.url,
        headers: incoming.headers,
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      },
    );
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, faults: () => faults };
}

async function locally(envelopes: readonly JsonObject[]): Promise<ReadonlyMap<string, Item>> {
  const { engine, dispatcher, store } = createHarness(createMemoryStore());
  for (const envelope of envelopes) {
    const read = toRecord(envelope);
    const mapped = read.kind === 'record' ? toChanges(read.record, []) : undefined;
    if (mapped?.kind !== 'changes') throw new Error('an event of the test changes nothing');
    for (const change of mapped.changes) await engine.apply(change);
    for (const { key } of mapped.changes) await dispatcher.dispatch(key);
  }
  await dispatcher.sweep();
  return itemsOf(store);
}

async function expectSettled(world: QueueWorld, expected: ReadonlyMap<string, Item>): Promise<void> {
  const items = await itemsOf(world.store);
  expect([...items.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [key, item] of items) {
    expect(comparable(item), key).toBe(comparable(expected.get(key) as Item));
    expect(item.pending, key).toBeNull();
  }
  const ids = world.told().map(({ id }) => id);
  expect(ids.length).toBe(new Set(ids).size);
}

const sample = (seed: number) => fc.sample(envelopesArbitrary(20, 20), { numRuns: 1, seed })[0] ?? [];

describe('on a real table', () => {
  it('consumers that meet on the same resources end in the same items, and tell once', async () => {
    for (const seed of [1, 2]) {
      const { store } = await dynamo.newStore();
      const world = createQueueWorld({ store });
      const envelopes = sample(seed);
      for (const envelope of envelopes) world.put(envelope);
      // None of these batches hides its messages from the others: each is handed out several times.
      await Promise.all([0, 7, 13, 22].map((first) => world.evaluate(first, 12, true)));
      await Promise.all([world.stream(25), world.stream(25), world.evaluate(0, 30)]);
      await world.settle();
      await expectSettled(world, await locally(envelopes));
    }
  }, 120_000);

  it('throttling, errors and lost connections lose nothing', async () => {
    const { table, store: plain } = await dynamo.newStore();
    const proxy = await startProxy(7);
    const { client, close } = connect({ ...clientOf(proxy.url, dynamo.key), maxAttempts: 1 });
    const world = createQueueWorld({ store: createDynamoDbStore({ client, table }) });
    const envelopes = sample(4);
    for (const envelope of envelopes) world.put(envelope);
    for (let turn = 0; turn < 24; turn += 1) {
      await world.evaluate(turn, 5);
      await world.stream(5);
    }
    expect(world.notices.some(({ kind }) => kind === 'failed')).toBe(true);
    const calm = createQueueWorld({ store: plain });
    for (const { body } of world.evaluateQueue.receive(0, 1_000)) calm.evaluateQueue.add(body);
    await calm.settle();
    const expected = await locally(envelopes);
    const items = await itemsOf(plain);
    for (const [key, item] of expected)
      expect(comparable(items.get(key) as Item), key).toBe(comparable(item));
    expect(items.size).toBe(expected.size);
    const ids = [...world.told(), ...calm.told()].map(({ id }) => id);
    const open = [...items.values()].flatMap(({ lives }) =>
      lives.filter(({ resolved }) => resolved === null),
    );
    expect(new Set(ids).size).toBeGreaterThanOrEqual(open.length);
    expect(proxy.faults()).toBeGreaterThan(10);
    close();
  }, 120_000);
});
