/// <reference path="./dynalite.d.ts" />
import type { RequestListener } from 'node:http';
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

const { key, ...options } = workerData as WorkerInput;
const parent = parentPort as MessagePort;
if (options.path !== undefined) await probe(options.path);
const server = dynalite({ ...options, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
const [answer] = server.listeners('request') as RequestListener[];

server.removeAllListeners('request');
server.on('request', (request, response) => {
  if (!isOwnRequest(request, key, (server.address() as AddressInfo).port)) {
    response.writeHead(403).end();
    return;
  }
  answer?.(request, response);
  // Its own listener throws, which would end the service when a client is killed while it sends.
  request.removeAllListeners('error').on('error', () => {});
});
server.listen(0, '127.0.0.1', () => parent.postMessage((server.address() as AddressInfo).port));
parent.once('message', () => {
  server.close(() => parent.close());
  server.closeAllConnections();
});

/** Says why data cannot be opened: the embedded DynamoDB itself would only say that it is closed. */
async function probe(path: string): Promise<void> {
  const data = new ClassicLevel(path);
  await data.open();
  await data.close();
}
