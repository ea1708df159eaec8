import type { Transition } from '@podguard/core';
import { CHANNEL_RECEIVES, createNotify } from '@podguard/functions';
import type { Channel } from '@podguard/notify';
import { transitionOf } from '../notify/transitions.ts';
import { createNotifyQueue } from './notify-queue.ts';

export const MINUTE_MS = 60_000;

export const depsOf = (channel: Channel, now: () => number) => ({
  channel,
  report: () => {},
  sendMs: 1,
  now,
  random: () => 0.5,
});

/** Channels with their queues, each read every minute until it has nothing to do, by a clock of their own. */
export function createWorld(channels: Readonly<Record<string, Channel>>) {
  let time = 0;
  const clock = () => time;
  const all = Object.entries(channels).map(([name, channel]) => ({
    name,
    queue: createNotifyQueue(CHANNEL_RECEIVES, clock),
    notify: createNotify(depsOf(channel, clock)),
  }));
  const queueOf = (name: string) => {
    const found = all.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no channel ${name}`);
    return found.queue;
  };
  return {
    clock,
    queueOf,
    tell(group: string, transition: Transition) {
      for (const { queue } of all) queue.send(group, transition);
    },
    async minute() {
      time += MINUTE_MS;
      for (const { queue, notify } of all) while (queue.hasWork()) await queue.turn(notify);
    },
  };
}

const TYPES = ['opened', 'worsened', 'resolved'] as const;
export const of = (finding: number, step: number) =>
  transitionOf({ role: `g${finding}`, type: TYPES[step % 3] ?? 'opened', eventId: `e-${finding}-${step}` });
