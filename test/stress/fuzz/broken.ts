import { setImmediate } from 'node:timers/promises';
import { defineTarget, type Fed, type FuzzTarget } from './target.ts';

/** Each input is its index: whoever feeds them has to meet what some of them do. */
const BROKEN = defineTarget<number>('broken', 0, async () => ({
  make: (_random, index) => index,
  feed: (index) => MISDEEDS[index]?.() ?? { outcome: index },
}));

const MISDEEDS: Readonly<Record<number, () => Fed | Promise<Fed>>> = {
  1: () => {
    for (;;);
  },
  2: () => {
    const held: unknown[] = [];
    for (;;) held.push(new Array(10_000).fill(held.length));
  },
  4: async () => {
    void Promise.reject(new Error('nobody waits for it'));
    await setImmediate();
    return { outcome: 4 };
  },
};

export function targetNamed(): FuzzTarget {
  return BROKEN;
}
