import { AsyncLocalStorage } from 'node:async_hooks';
import type { Transition } from '@podguard/core';

/** Where dispatched transitions go: `publish` is the dispatcher's `notify`. */
export interface Feed {
  readonly publish: (transitions: readonly Transition[]) => Promise<void>;
  /** Runs `work` and adds the transitions dispatched on its behalf, not those of others at the same time. */
  collect(transitions: Transition[], work: () => Promise<void>): Promise<void>;
  /** A server-sent event stream; `cutOff` ends the connection of a client that does not read. Null when too many are open. */
  open(cutOff: () => void): ReadableStream<Uint8Array> | null;
  close(): void;
}

export interface FeedOptions {
  readonly heartbeatMs?: number;
  readonly maxClients?: number;
  /** How much may wait for one client before it is cut off. */
  readonly maxQueuedBytes?: number;
}

interface Client {
  send(bytes: Uint8Array): void;
  end(): void;
}

/** Creates the feed. The page asks for everything again after each event, so a client that was cut off misses nothing. */
export function createFeed(options: FeedOptions = {}): Feed {
  const { heartbeatMs = 15_000, maxClients = 32, maxQueuedBytes = 256 * 1024 } = options;
  const collecting = new AsyncLocalStorage<Transition[]>();
  const clients = new Set<Client>();
  const encoder = new TextEncoder();
  let heartbeat: NodeJS.Timeout | undefined;

  const broadcast = (text: string): void => {
    const bytes = encoder.encode(text);
    for (const client of clients) client.send(bytes);
  };

  const remove = (client: Client): void => {
    clients.delete(client);
    if (clients.size > 0) return;
    clearInterval(heartbeat);
    heartbeat = undefined;
  };

  return {
    async publish(transitions) {
      collecting.getStore()?.push(...transitions);
      for (const transition of transitions) broadcast(frame(transition));
    },
    collect: (transitions, work) => collecting.run(transitions, work),
    open(cutOff) {
      if (clients.size >= maxClients) return null;
      let client: Client | undefined;
      const forget = (): void => {
        if (client !== undefined) remove(client);
      };
      return new ReadableStream<Uint8Array>(
        {
          start(controller) {
            client = {
              send(bytes) {
                if ((controller.desiredSize ?? 0) >= bytes.length) {
                  controller.enqueue(bytes);
                  return;
                }
                forget();
                controller.close();
                cutOff();
              },
              end() {
                forget();
                controller.close();
              },
            };
            clients.add(client);
            heartbeat ??= setInterval(() => broadcast(': still here\n\n'), heartbeatMs).unref();
            client.send(encoder.encode('retry: 1000\n: open\n\n'));
          },
          cancel: forget,
        },
        new ByteLengthQueuingStrategy({ highWaterMark: maxQueuedBytes }),
      );
    },
    close() {
      for (const client of [...clients]) client.end();
    },
  };
}

function frame(transition: Transition): string {
  return `id: ${transition.id}\nevent: transition\ndata: ${JSON.stringify(transition)}\n\n`;
}
