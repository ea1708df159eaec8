import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createDispatcher, createEngine, parseConfig, type Store } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { onTestFinished } from 'vitest';

/** One address for the table of a deployed service, and for the account. */
export async function startTableFront(account: string, tables: string): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    const isTable = String(incoming.headers['x-amz-target']).startsWith('DynamoDB_');
    const to = new URL(incoming.url ?? '/', isTable ? tables : account);
    const headers = { ...incoming.headers, host: to.host };
    const onward = request(to, { method: incoming.method ?? 'POST', headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Dispatches what is written, as the deployed service's functions do. */
export function serve(store: Store): void {
  const parts = { store, catalogue, backOff: async () => {}, now: () => new Date() };
  const config = parseConfig({ account: '111122223333' }, 'test');
  const engine = createEngine({ ...parts, config, judgedWith: 'test', pastLimit: 20 });
  const dispatcher = createDispatcher({ ...parts, engine, notify: async () => {} });
  let isOver = false;
  const work = (async () => {
    for (; !isOver; await wait(50)) await dispatcher.sweep();
  })();
  onTestFinished(async () => {
    isOver = true;
    await work;
  });
}
