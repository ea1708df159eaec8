import type { Queue, QueueMessage, Received } from '@podguard/functions';

interface Kept extends Received {
  readonly visibleAt: number;
}

/** A standard queue: hands out what is there in any order, and again what was not taken. */
export function createTestQueue(now: () => number) {
  let kept: readonly Kept[] = [];
  let count = 0;
  const add = (body: string, delaySeconds = 0): void => {
    count += 1;
    kept = [...kept, { id: `m-${count}`, body, receives: 0, visibleAt: now() + delaySeconds * 1000 }];
  };
  const queue: Queue = {
    async send(messages) {
      for (const { body, delaySeconds } of messages) add(body, delaySeconds);
    },
  };
  return {
    ...queue,
    add,
    size: () => kept.length,
    nextAt: () => Math.min(...kept.map(({ visibleAt }) => visibleAt)),
    /** Some of what may be had, the first of them the one of that number. */
    receive(first: number, most: number): readonly Received[] {
      const visible = kept.filter(({ visibleAt }) => visibleAt <= now());
      const from = visible.length === 0 ? 0 : first % visible.length;
      const taken = [...visible.slice(from), ...visible.slice(0, from)].slice(0, most);
      const ids = new Set(taken.map(({ id }) => id));
      kept = kept.map((one) => (ids.has(one.id) ? { ...one, receives: one.receives + 1 } : one));
      return kept.filter(({ id }) => ids.has(id));
    },
    /** The consumer took them; what it did not take, or what is handed out twice, stays. */
    remove(ids: Iterable<string>) {
      const gone = new Set(ids);
      kept = kept.filter(({ id }) => !gone.has(id));
    },
  };
}

/** A FIFO queue: one identity once, in the order of sending. Time stands still for it. */
export function createTestFifo(
  onTaken: (message: QueueMessage) => void = () => {},
): Queue & { readonly taken: QueueMessage[]; readonly sent: QueueMessage[] } {
  const taken: QueueMessage[] = [];
  const sent: QueueMessage[] = [];
  return {
    taken,
    sent,
    async send(messages) {
      for (const message of messages) {
        sent.push(message);
        if (taken.some(({ identity }) => identity === message.identity)) continue;
        taken.push(message);
        onTaken(message);
      }
    },
  };
}
