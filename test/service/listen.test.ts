import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { ServiceError, type Store } from '@podguard/core';
import { createMemoryStore } from '@podguard/store';
import type { Ingested } from 'podguard/service';
import { expect, onTestFinished, test } from 'vitest';
import { itemsOf } from '../support/harness.ts';
import { keyCreated, keyDeleted } from './records.ts';
import { createTestService, type TestServiceOptions } from './test-service.ts';

const KEY = 'AKIAIOSFODNN7EXAMPLE';

async function start(options: TestServiceOptions = {}) {
  const service = createTestService(options);
  const listening = await service.listen({ port: 0 });
  onTestFinished(() => listening.close());
  return { service, listening };
}

async function post(url: string, body: unknown): Promise<Response> {
  return fetch(`${url}/events`, { method: 'POST', body: JSON.stringify(body) });
}

function bytesOf(body: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(body));
}

async function dial(port: number, text: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => {
    socket.destroy();
  });
  // Being cut off may reach the client as a reset.
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

test('it listens on the loopback address and knows its own port', async () => {
  const { listening } = await start();
  expect((await fetch(`${listening.url}/healthz`)).status).toBe(200);
  expect((await post(listening.url, keyCreated('ci-bot', KEY))).status).toBe(200);
});

test('what is looked for every few seconds takes nothing from the answers of records at hand', async () => {
  const memory = createMemoryStore();
  const save: Store['save'] = async (item) => {
    const outcome = await memory.save(item);
    await setTimeout(1);
    return outcome;
  };
  const { listening } = await start({ store: { ...memory, save }, sweepMs: 1 });
  const keys = Array.from({ length: 50 }, (_, index) => keyCreated(`ci-${index}`, `AKIA${index}`));
  const { events } = (await (await post(listening.url, keys)).json()) as Ingested;
  expect(events.map(({ transitions }) => transitions.length)).toEqual(keys.map(() => 1));
});

test('a port in use is named, with the way out', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => {
    other.close();
  });
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const error = await createTestService()
    .listen({ port })
    .catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(ServiceError);
  expect(error).toMatchObject({
    code: 'port-in-use',
    message: expect.stringMatching(`port ${port} .*--port`),
  });
});

test('what a former process left pending is dispatched', async () => {
  const store = createMemoryStore();
  const broken: Store = {
    ...store,
    async putTransition() {
      throw new Error('killed');
    },
  };
  const before = await createTestService({ store: broken }).ingest(bytesOf(keyCreated('ci-bot', KEY)));
  expect(before.failure).toBeInstanceOf(Error);
  await start({ store });
  await expect
    .poll(() => store.listTransitions(10))
    .toMatchObject([{ type: 'opened', finding: { resource: { key: `111122223333/${KEY}` } } }]);
});

test('the stream carries each transition as it is dispatched', async () => {
  const { listening } = await start();
  const response = await fetch(`${listening.url}/api/stream`);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  await post(listening.url, [
    keyCreated('ci-bot', KEY),
    keyDeleted('ci-bot', KEY, { at: '2026-01-02T05:00:00Z' }),
  ]);
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes('"type":"resolved"')) break;
  }
  expect(
    [...text.matchAll(/^event: transition\ndata: \{"id":"[^"]+","type":"(\w+)"/gm)].map(([, type]) => type),
  ).toEqual(['opened', 'resolved']);
});

test('a client of the stream that does not read is cut off', async () => {
  const { service, listening } = await start({ feed: { maxQueuedBytes: 2_000_000 } });
  const request = `GET /api/stream HTTP/1.1\r\nHost: localhost:${listening.port}\r\n\r\n`;
  const socket = await dial(listening.port, request);
  await once(socket, 'readable');
  await service.ingest(bytesOf(keyCreated('ci-bot', KEY)));
  const [transition] = await service.store.listTransitions(1);
  if (transition === undefined) throw new Error('nothing was told');
  const large = { ...transition, finding: { ...transition.finding, summary: 'x'.repeat(1_000_000) } };
  for (let sent = 0; sent < 64; sent += 1) await service.feed.publish([large]);
  socket.resume();
  await once(socket, 'close');
  expect(socket.bytesRead).toBeLessThan(64_000_000);
});

test('more streams than there are places for are refused', async () => {
  const { listening } = await start({ feed: { maxClients: 1 } });
  expect((await fetch(`${listening.url}/api/stream`, { method: 'HEAD' })).status).toBe(200);
  const first = await fetch(`${listening.url}/api/stream`);
  expect(first.status).toBe(200);
  expect((await fetch(`${listening.url}/api/stream`)).status).toBe(503);
  await first.body?.cancel();
  await expect
    .poll(async () => {
      const again = await fetch(`${listening.url}/api/stream`);
      await again.body?.cancel();
      return again.status;
    })
    .toBe(200);
});

test.for([
  ['headers', 'GET / HTTP/1.1\r\nHost: local'],
  ['a body', 'POST /events HTTP/1.1\r\nHost: localhost:PORT\r\nContent-Length: 1000\r\n\r\n{'],
] as const)('a client that does not finish sending %s is cut off', async ([, text]) => {
  const { service, listening } = await start({ patienceMs: 100 });
  const socket = await dial(listening.port, text.replace('PORT', `${listening.port}`));
  socket.resume();
  await once(socket, 'close');
  expect(service.reported).toEqual([]);
});

test('closing ends open streams', async () => {
  const service = createTestService();
  const listening = await service.listen({ port: 0 });
  const response = await fetch(`${listening.url}/api/stream`);
  await listening.close();
  const text = await response.text().catch(() => 'cut off');
  expect(text).not.toContain('event:');
});

test('closing ends a long post between two records and lets go of the store', async () => {
  const memory = createMemoryStore();
  let closing: Promise<void> | undefined;
  let closed = false;
  const late: string[] = [];
  const store: Store = {
    ...memory,
    async save(item) {
      closing ??= listening.close().then(() => {
        closed = true;
      });
      if (closed) late.push(item.key);
      return memory.save(item);
    },
  };
  const service = createTestService({ store });
  const listening = await service.listen({ port: 0 });
  const records = Array.from({ length: 100 }, (_, index) => keyCreated('ci-bot', `AKIA${1000 + index}`));
  const response = await post(listening.url, records);
  await closing;
  expect(response.status).toBe(503);
  expect(response.headers.get('connection')).toBe('close');
  const answer = (await response.json()) as Ingested;
  expect(answer).toMatchObject({ error: { code: 'store-unreachable' }, summary: { records: 1, applied: 1 } });
  expect(late).toEqual([]);
  const keys = [...(await itemsOf(memory)).values()].filter(({ kind }) => kind === 'access-key');
  expect(keys).toHaveLength(1);
  expect(service.reported).toEqual([]);
});

test('closing answers a post whose body is still on its way', async () => {
  const service = createTestService();
  const listening = await service.listen({ port: 0 });
  const head = `POST /events HTTP/1.1\r\nHost: localhost:${listening.port}\r\nContent-Length: 1000000\r\n\r\n`;
  const socket = await dial(listening.port, `${head}${'x'.repeat(100_000)}`);
  await setTimeout(100);
  await listening.close();
  const answer = String(await socket.toArray().then((parts) => Buffer.concat(parts as Buffer[])));
  expect(answer).toMatch(/^HTTP\/1\.1 503 /);
  expect(answer.toLowerCase()).toContain('connection: close');
  expect(answer).toContain('the service is ending: send it again when it runs');
});

test('closing waits for an answer no longer than it has patience', async () => {
  const memory = createMemoryStore();
  const asked = Promise.withResolvers<void>();
  const listTransitions: Store['listTransitions'] = async () => {
    asked.resolve();
    return new Promise(() => {});
  };
  const service = createTestService({ store: { ...memory, listTransitions }, patienceMs: 100 });
  const listening = await service.listen({ port: 0 });
  const page = fetch(listening.url).catch(() => 'cut off');
  await asked.promise;
  await listening.close();
  expect(await page).toBe('cut off');
});
