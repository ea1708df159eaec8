import { hash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Transition } from '@podguard/core';
import { parseChannelMessage } from '@podguard/functions';
import { createTestQueue } from '../../support/queue-world/queues.ts';

export type EvaluateQueue = ReturnType<typeof createTestQueue>;

/** SQS for one world, by the account in the addresses of its queues: what is sent to evaluate comes to its queue, the rest is heard. */
export interface Queues {
  readonly url: string;
  newWorld(): QueuesOfWorld;
  close(): void;
}

export interface QueuesOfWorld {
  readonly name: string;
  readonly evaluate: EvaluateQueue;
  readonly told: readonly Transition[];
}

interface Call {
  readonly QueueUrl: string;
  readonly Entries?: readonly { readonly Id: string; readonly MessageBody: string }[];
}

/** All else that is asked of AWS is refused. */
export async function startQueues(): Promise<Queues> {
  const worlds = new Map<string, QueuesOfWorld & { readonly told: Transition[] }>();
  const take = ({ QueueUrl, Entries = [] }: Call) => {
    const [world = '', queue] = QueueUrl.split('/').slice(-2);
    const queues = worlds.get(world);
    for (const { MessageBody: body } of Entries) {
      if (queue === 'evaluate') queues?.evaluate.add(body);
      if (queue !== 'bus.fifo') continue;
      const message = parseChannelMessage(body);
      if (message.podguard === 'transitions') queues?.told.push(...message.transitions);
    }
    const Successful = Entries.map(({ Id, MessageBody }) => ({
      ...{ Id, MessageId: Id },
      MD5OfMessageBody: hash('md5', MessageBody),
    }));
    return { Successful, Failed: [], Attributes: { ApproximateNumberOfMessages: '0' } };
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      // Who sent it was killed: SQS takes whole requests only.
      return;
    }
    const text = Buffer.concat(chunks).toString();
    if (!String(request.headers['x-amz-target']).startsWith('AmazonSQS.')) {
      response.writeHead(403, { 'content-type': 'text/xml' });
      response.end(
        '<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>',
      );
      return;
    }
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(take(JSON.parse(text))));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    newWorld() {
      const name = `world-${worlds.size + 1}`;
      const made = { name, evaluate: createTestQueue(() => Date.now()), told: [] };
      worlds.set(name, made);
      return made;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
