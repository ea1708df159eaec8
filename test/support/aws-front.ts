import { once } from 'node:events';
import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestDynamoDb } from './dynalite.ts';

export interface AwsFront {
  /** What `--endpoint-url` names. */
  readonly url: string;
  /** The operations of DynamoDB that it was asked for. */
  readonly operations: ReadonlySet<string>;
  close(): void;
}

/** One address for DynamoDB, which an embedded one answers, and for what else a command asks AWS, which `other` does. */
export async function startAwsFront(
  dynamoDb: TestDynamoDb,
  other: (response: ServerResponse) => void = (response) => void response.writeHead(404).end(),
): Promise<AwsFront> {
  const operations = new Set<string>();
  const { host } = new URL(dynamoDb.url);
  const server = createServer((incoming, outgoing) => {
    const target = incoming.headers['x-amz-target'];
    if (target === undefined) {
      incoming.resume();
      return other(outgoing);
    }
    operations.add(String(target).replace(/^.*\./, ''));
    const options = { method: incoming.method ?? 'POST', headers: { ...incoming.headers, host } };
    const onward = request(dynamoDb.url, options, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    operations,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
