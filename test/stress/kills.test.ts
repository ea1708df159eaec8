import { describe, expect, it } from 'vitest';
import { createRandom } from '../../scripts/samples/random.ts';
import { kills } from './kills/kills.ts';
import { killingRemediate } from './kills/remediate.ts';

describe('the service that repairs, killed at a random moment', () => {
  it('ends each repair, and calls nothing twice', { timeout: 120_000 }, async () => {
    const seed = Date.now() % 1_000_000;
    const figures = await kills.run({ scale: 0.006, seed, log: () => {} });
    expect(figures.map(({ name }) => name)).toEqual(['SIGKILL of remediate']);
    expect(
      figures.flatMap(({ faults }) => faults),
      `seed ${seed}`,
    ).toEqual([]);
  });

  it('is accused where it calls twice', { timeout: 120_000 }, async () => {
    const target = await killingRemediate({ each: 1, callsTwice: true });
    try {
      const { faults } = await target.run(createRandom(7), 0);
      expect(faults).toContainEqual(expect.stringMatching(/^called twice: /));
    } finally {
      await target.close();
    }
  });
});
