import { once } from 'node:events';
import type { QueueMessage, Received } from '@podguard/functions';
import { createRemediate } from '@podguard/functions';
import { type Places, repairing } from './repairing.ts';

/** What it asks of its parent, who answers before it goes on. */
export type Asked =
  | { readonly what: 'send'; readonly messages: readonly QueueMessage[] }
  | { readonly what: 'tell'; readonly remediation: string; readonly turns: number };

export interface Taken {
  readonly received: Received;
  /** How far its clock is ahead. */
  readonly aheadMs: number;
}

// The function that repairs, in small: `node remediate-life.ts PLACES` takes messages of its parent's queue.
const places = JSON.parse(process.argv[2] ?? '{}') as Places;
let aheadMs = 0;
const now = () => new Date(Date.now() + aheadMs);
let asking: Promise<unknown> = Promise.resolve();
const ask = (asks: Asked): Promise<unknown> => {
  asking = asking.then(async () => {
    process.send?.({ asks });
    await once(process, 'message');
  });
  return asking;
};
const { remediating } = repairing(places, now, async ({ id, history }) => {
  await ask({ what: 'tell', remediation: id, turns: history.length });
});
const remediate = createRemediate({
  remediating: async () => remediating,
  queue: { send: async (messages) => void (await ask({ what: 'send', messages })) },
  reportShadow: async () => {},
  onRemediation: () => {},
  now,
  random: () => 0,
  report: () => {},
});
process.on('message', async (message: Taken | { readonly answered: unknown }) => {
  if ('answered' in message) return;
  aheadMs = message.aheadMs;
  const { failures } = await remediate([message.received], () => 900_000);
  process.send?.({ failures: [...failures.values()].map(String) });
});
process.send?.('ready');
