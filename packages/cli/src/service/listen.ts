import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { ServiceError } from '@podguard/core';
import type { App } from './create-app.ts';

export interface Listening {
  readonly port: number;
  readonly url: string;
  /** Ends what is being done after the record at hand, and every connection; nothing uses the store after it. */
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
  await open(server, port);
  const real = (server.address() as AddressInfo).port;
  return {
    port: real,
    url: `http://localhost:${real}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
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
