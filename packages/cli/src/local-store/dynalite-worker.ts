/// <reference path="./dynalite.d.ts" />
import type { RequestListener, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { ClassicLevel } from 'classic-level';
import dynalite from 'dynalite';
import { isOwnRequest } from './guard.ts';

export interface WorkerInput {
  readonly key: string;
  /** Where the data is kept; in memory where it is not given. */
  readonly path?: string;
}

/** How long who is asking while it ends may take. */
const GRACE_MS = 2_000;

const { key, ...options } = workerData as WorkerInput;
const parent = parentPort as MessagePort;
if (options.path !== undefined) await probe(options.path);
const server = dynalite({ ...options, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
const [answer] = server.listeners('request') as RequestListener[];
const underWay = new Set<ServerResponse>();
let ending = false;

server.removeAllListeners('request');
server.on('request', (request, response) => {
  if (!isOwnRequest(request, key, (server.address() as AddressInfo).port)) {
    response.writeHead(403).end();
    return;
  }
  underWay.add(response);
  response.once('close', () => {
    underWay.delete(response);
    if (ending) server.closeIdleConnections();
  });
  if (ending) response.setHeader('connection', 'close');
  answer?.(request, response);
  // Its own listener throws, which would end the service when a client is killed while it sends.
  request.removeAllListeners('error').on('error', () => {});
});
server.listen(0, '127.0.0.1', () => parent.postMessage((server.address() as AddressInfo).port));
parent.once('message', () => {
  ending = true;
  for (const response of underWay) if (!response.headersSent) response.setHeader('connection', 'close');
  server.close(() => parent.close());
  setTimeout(() => server.closeAllConnections(), GRACE_MS).unref();
});

/** Says why data cannot be opened: the embedded DynamoDB itself would only say that it is closed. */
async function probe(path: string): Promise<void> {
  const data = new ClassicLevel(path);
  await data.open();
  await data.close();
}
