import { describe, expect, it } from 'vitest';
import { deliveries } from './deliveries/deliveries.ts';
import { type RoundOptions, runRound } from './deliveries/round.ts';

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

  it('does not hide that a store lost a single conditional write', async () => {
    const { faults } = await runRound({ ...SOME, loses: { first: 150, every: 10_000 } });
    expect(faults).toHaveLength(1);
  }, 60_000);
});
