import type { Change } from '@podguard/core';
import { describe, expect, it } from 'vitest';
import { deliveries } from './deliveries/deliveries.ts';
import { type RoundOptions, roundOf, runRound } from './deliveries/round.ts';

const SOME: RoundOptions = { seed: 4, deliveries: 500, store: 'memory', mix: 'rich', together: true };

describe('what is delivered late, twice, in any order and by many at once', () => {
  it('ends as in the true order with everything told, and faults that were planted are accused', async () => {
    const figures = await deliveries.run({ scale: 0.0001, seed: 1, log: () => {} });
    expect(figures.flatMap(({ faults }) => faults)).toEqual([]);
    const outcomes = figures.filter(({ name }) => name.startsWith('planted')).map(({ outcome }) => outcome);
    expect(outcomes).toHaveLength(3);
    for (const outcome of outcomes) expect(outcome).toMatch(/^[1-9]\d* accusations/);
  }, 120_000);

  it('meets alerts that fail, workers that end and exemptions, the same again by the same seed', async () => {
    const round = await runRound({ ...SOME, together: false });
    expect(round.faults).toEqual([]);
    for (const some of [round.failedBefore + round.failedAfter, round.abandoned, round.open, round.exempt])
      expect(some).toBeGreaterThan(0);
    expect(round.kinds.length).toBeGreaterThan(10);
    expect(round.sent).toBeGreaterThan(round.told);
    const again = await runRound({ ...SOME, together: false });
    expect({ ...again, seconds: 0 }).toEqual({ ...round, seconds: 0 });
  }, 60_000);

  it('does not hide that a store lost a single conditional write of what is delivered once', async () => {
    for (const { key, stamp } of deliveredOnce(SOME).filter((_, at) => at % 15 === 0)) {
      const { faults } = await runRound({ ...SOME, loses: { key, eventId: stamp.eventId } });
      expect.soft(faults, `${key} ${stamp.eventId}`).not.toEqual([]);
    }
  }, 60_000);
});

/** What changed a resource; use of one is counted, not kept by its event. */
function deliveredOnce({ seed, deliveries: count, mix }: RoundOptions): readonly Change[] {
  const { changes, queue } = roundOf({ seed, deliveries: count, mix });
  const times = new Map<Change, number>();
  for (const change of queue) times.set(change, (times.get(change) ?? 0) + 1);
  return changes.filter((change) => change.op !== 'activity' && times.get(change) === 1);
}
