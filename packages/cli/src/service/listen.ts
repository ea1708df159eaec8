import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import { ServiceError } from '@podguard/core';
import type { App } from './create-app.ts';

export interface Listening {
  readonly port: number;
  readonly url: string;
  /**
   * Ends what is being done after the record at hand, and every connection once it has its answer, or does not take it; nothing
   * uses the store after it.
   */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

/** Opens the port, on the loopback address only; 0 takes any that is free. Whoever takes longer than `patienceMs` to say what they want is cut off. */
export async function listen(app: App, port: number, patienceMs: number): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: {
      headersTimeout: patienceMs,
      requestTimeout: 3 * patienceMs,
      keepAliveTimeout: patienceMs / 2,
      connectionsCheckingInterval: patienceMs / 5,
      maxHeaderSize: 16 * 1024,
    },
  }) as Server;
  server.maxConnections = 256;
  // No byte either way for so long: a reader that stalls. The stream's heartbeat keeps those that read.
  server.setTimeout(12 * patienceMs);
  const answering = new Set<ServerResponse>();
  server.on('request', (_, response: ServerResponse) => {
    answering.add(response);
    response.once('close', () => answering.delete(response));
  });
  await open(server, port);
  const real = (server.address() as AddressInfo).port;
  return {
    port: real,
    url: `http://localhost:${real}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const answered = Promise.all([...answering].map((response) => once(response, 'close')));
      await Promise.race([answered, setTimeout(patienceMs / 10, undefined, { ref: false })]);
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Throws `port-in-use` where a port cannot be had. */
export async function ensureFree(port: number): Promise<void> {
  const server = createServer();
  await open(server, port);
  await new Promise((resolve) => server.close(resolve));
}

async function open(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(toServiceError(cause, port)));
    server.listen({ port, host: HOST }, resolve);
  });
}

function toServiceError(cause: NodeJS.ErrnoException, port: number): Error {
  if (cause.code !== 'EADDRINUSE' && cause.code !== 'EACCES') return cause;
  const why = cause.code === 'EACCES' ? 'may not be opened' : 'is in use, maybe by another podguard';
  return new ServiceError('port-in-use', `port ${port} ${why}: choose another with --port`, { cause });
}
