import { type Change, LOG_LIMIT } from '@podguard/core';
import fc from 'fast-check';
import { callArbitrary } from './calls.ts';
import { play } from './world/world.ts';

const RESOURCES = 40;

/**
 * Changes of a busy account, the same for the same seed: many resources, a few that everything points at, a third or more
 * of the changes in the second of the one before. No resource has more changes than its log keeps: so far order must not matter.
 */
export function bigWorld(count: number, seed: number): readonly Change[] {
  const calls = fc
    .sample(callArbitrary, { numRuns: count * 6, seed })
    .map((call, index) => ({
      ...call,
      which: Math.floor(fraction(index, seed) * RESOURCES),
      pause: fraction(index, seed + 1) < 0.55 ? 1 : call.pause,
    }))
    .filter(({ what }) => what !== 'delete-cluster');
  const told = new Map<string, number>();
  const kept = play(calls).changes.filter(({ key }) => {
    told.set(key, (told.get(key) ?? 0) + 1);
    return (told.get(key) ?? 0) <= LOG_LIMIT;
  });
  if (kept.length < count) throw new Error(`only ${kept.length} changes of ${count}`);
  return kept.slice(0, count);
}

/** The same changes in another order, the same for the same seed. */
export function shuffled(changes: readonly Change[], seed: number): readonly Change[] {
  return changes
    .map((change, index) => ({ change, at: fraction(index, seed) }))
    .sort((a, b) => a.at - b.at)
    .map(({ change }) => change);
}

function fraction(index: number, seed: number): number {
  const product = Math.sin(index * 12.9898 + seed * 78.233) * 43_758.5453;
  return product - Math.floor(product);
}
