import type { Transition } from '@podguard/core';
import { type ChannelReceived, type Notified, toMessageBody } from '@podguard/functions';

interface Kept {
  readonly id: string;
  readonly group: string;
  readonly body: string;
  receives: number;
  visibleAt: number;
}

interface Turn {
  readonly most?: number;
  readonly remainingMs?: () => number;
  readonly dies?: boolean;
}

type Notify = (batch: readonly ChannelReceived[], remainingMs: () => number) => Promise<Notified>;

/**
 * A FIFO queue with its dead-letter queue, read as Lambda reads it: nothing of a group while some of it is being handled, or is
 * put off until later by this clock. Without a clock everything comes again at once.
 */
export function createNotifyQueue(maxReceives = 5, clock?: () => number) {
  const waiting: Kept[] = [];
  const dead: string[] = [];
  let count = 0;

  const receive = (most: number): readonly Kept[] => {
    const batch: Kept[] = [];
    const now = clock?.() ?? 0;
    const hidden = new Set(waiting.filter(({ visibleAt }) => visibleAt > now).map(({ group }) => group));
    for (const message of [...waiting]) {
      if (batch.length === most) break;
      if (hidden.has(message.group)) continue;
      if (message.receives >= maxReceives) {
        waiting.splice(waiting.indexOf(message), 1);
        dead.push(message.id);
        continue;
      }
      message.receives += 1;
      batch.push(message);
    }
    return batch;
  };

  return {
    waiting,
    dead,
    /** Whether there is something that may be read now. */
    hasWork: () => {
      const now = clock?.() ?? 0;
      const hidden = new Set(waiting.filter(({ visibleAt }) => visibleAt > now).map(({ group }) => group));
      return waiting.some(({ group }) => !hidden.has(group));
    },
    /** Returns the message's id. */
    send(group: string, ...transitions: readonly Transition[]): string {
      return this.sendBody(group, toMessageBody({ podguard: 'transitions', transitions: [...transitions] }));
    },
    sendBody(group: string, body: string): string {
      count += 1;
      waiting.push({ id: `message-${count}`, group, body, receives: 0, visibleAt: 0 });
      return `message-${count}`;
    },
    /** One invocation; `dies`: its answer is lost, as where the function runs out of memory. */
    async turn(
      notify: Notify,
      { most = 10, remainingMs = () => 60_000, dies = false }: Turn = {},
    ): Promise<Notified> {
      const batch = receive(most);
      const notified = await notify(batch, remainingMs);
      if (dies) return notified;
      for (const message of batch) {
        if (!notified.failures.has(message.id)) waiting.splice(waiting.indexOf(message), 1);
        else if (clock !== undefined)
          message.visibleAt = clock() + (notified.delays.get(message.id) ?? 0) * 1000;
      }
      return notified;
    },
  };
}
