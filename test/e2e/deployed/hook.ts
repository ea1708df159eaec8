import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { webhookSignature } from '@podguard/notify/webhook';
import type { AlertBody } from './told.ts';

export interface Hook {
  readonly url: string;
  readonly secret: string;
  /** What came since the last time, in order. */
  heard(): readonly AlertBody[];
  close(): Promise<void>;
}

/** Whoever takes signed alerts; what is not signed well is refused. */
export async function openHook(): Promise<Hook> {
  const secret = 'invented-webhook-secret';
  const heard: AlertBody[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const timestamp = String(request.headers['x-podguard-timestamp']);
    const isSigned = request.headers['x-podguard-signature'] === webhookSignature(secret, timestamp, body);
    if (isSigned) heard.push(JSON.parse(body) as AlertBody);
    response.writeHead(isSigned ? 204 : 401).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    secret,
    heard: () => heard.splice(0),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
