import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Call, callOf } from './call.ts';
import { leadingKeyOf, resourcesOf } from './resources-of.ts';

export interface RecordedCall extends Call {
  /** The function that made it. */
  readonly by: string;
  /** That it was signed for. */
  readonly region: string;
  /** The parts of the service that it is about. */
  readonly resources: readonly string[];
  /** Of the row of the table that it puts. */
  readonly leadingKey: string | undefined;
}

/** An answer in place of MiniStack's. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface RecordingProxy {
  /** An address of its own for a caller, through which it gets to MiniStack. */
  endpointOf(caller: string): Promise<string>;
  /** Each once for each caller and what it is about. */
  calls(): readonly RecordedCall[];
  /** From now on asked first; undefined lets a call through. */
  answerWith(answer: (call: RecordedCall) => Answer | undefined): void;
  /** From now on calls of that service go to another address. */
  forward(service: string, target: string): void;
  /** From now on every body goes through this before MiniStack gets it. */
  rewriteWith(rewrite: (call: RecordedCall, body: string) => string): void;
  close(): Promise<void>;
}

/** Stands between the functions and MiniStack and notes who calls what. */
export function startRecordingProxy(target: string): RecordingProxy {
  const servers = new Map<string, Server>();
  const seen = new Map<string, RecordedCall>();
  let rewrite: (call: RecordedCall, body: string) => string = (_, body) => body;
  let answer: (call: RecordedCall) => Answer | undefined = () => undefined;
  const elsewhere = new Map<string, string>();

  async function handle(by: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    // Whoever has a link to a report is no function.
    if (incoming.url?.includes('X-Amz-Signature=')) {
      await forward(target, incoming, outgoing, body);
      return;
    }
    const asked = callOf(incoming, body);
    const region = incoming.headers.authorization?.split('/')[2] ?? '';
    const resources = resourcesOf(asked, incoming.url ?? '/', body);
    const call = { by, ...asked, region, resources, leadingKey: leadingKeyOf(asked, body) };
    seen.set(JSON.stringify(call), call);
    const given = answer(call);
    if (given !== undefined) {
      outgoing.writeHead(given.status, { ...given.headers }).end(given.body);
      return;
    }
    await forward(elsewhere.get(call.service) ?? target, incoming, outgoing, rewrite(call, body));
  }

  async function forward(to: string, incoming: IncomingMessage, outgoing: ServerResponse, body: string) {
    const { method = 'GET', url = '/', headers } = incoming;
    const sent = Buffer.from(body);
    const forwarded = request(new URL(url, to), {
      method,
      headers: { ...headers, 'content-length': sent.length },
    });
    forwarded.end(sent);
    const [response] = (await once(forwarded, 'response')) as [IncomingMessage];
    outgoing.writeHead(response.statusCode as number, response.headers);
    response.pipe(outgoing);
  }

  return {
    async endpointOf(caller) {
      const server =
        servers.get(caller) ??
        createServer((incoming, outgoing) => {
          handle(caller, incoming, outgoing).catch(() => outgoing.destroy());
        });
      if (!servers.has(caller)) {
        servers.set(caller, server);
        await once(server.listen(0, '127.0.0.1'), 'listening');
      }
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    calls: () => [...seen.values()],
    answerWith(next) {
      answer = next;
    },
    rewriteWith(next) {
      rewrite = next;
    },
    forward(service, to) {
      elsewhere.set(service, to);
    },
    async close() {
      for (const server of servers.values()) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}
