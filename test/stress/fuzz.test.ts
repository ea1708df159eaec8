import { toRecord } from '@podguard/cloudtrail';
import { ServiceError } from '@podguard/core';
import { afterEach, describe, expect, it } from 'vitest';
import { feedOnce, pollution } from './fuzz/feed-once.ts';
import { createFeeder } from './fuzz/feeder.ts';
import type { Fed, FuzzRun } from './fuzz/target.ts';
import { compared } from './fuzz/targets/hidden.ts';
import { TARGETS } from './fuzz/targets/targets.ts';
import { fuzzOf } from './fuzz.ts';

/** How a program that takes an input so would be accused. */
function accusationOf(feed: (input: string) => Fed | Promise<Fed>): Promise<string | undefined> {
  const run: FuzzRun<string> = { make: () => 'x', feed };
  return feedOnce(run as FuzzRun<unknown>, 'broken', 1, 0);
}

describe('npm run stress -- fuzz, in short', () => {
  it('no mutated input breaks a promise, at any door', async () => {
    const figures = await fuzzOf(TARGETS, 1).run({ scale: 0.00001, seed: 20_260_312, log: () => {} });
    expect(figures.flatMap(({ faults }) => faults)).toEqual([]);
    expect(figures.map(({ name }) => name)).toEqual(TARGETS.map(({ name }) => `fuzz ${name}`));
  });

  it('a whole run has ten million inputs', () => {
    expect(TARGETS.reduce((sum, { inputs }) => sum + inputs, 0)).toBe(10_000_000);
  });
});

it('an outcome that is nested too deep for a text accuses nobody, nor ends the check', async () => {
  const outcome = () => Array.from({ length: 100_000 }).reduce<unknown>((within) => [within], []);
  expect(await accusationOf(() => ({ outcome: outcome() }))).toBeUndefined();
});

describe('a program that breaks a promise is accused', () => {
  afterEach(() => {
    Reflect.deleteProperty(Object.prototype, 'polluted');
  });

  it.for<[what: string, feed: (input: string) => Fed | Promise<Fed>, said: RegExp]>([
    ['throws what is no ServiceError', () => (null as unknown as { at: Fed }).at, /^TypeError/],
    [
      'rejects',
      async () => Promise.reject(new RangeError('Maximum call stack size exceeded')),
      /^RangeError/,
    ],
    ['shows a control character', () => ({ outcome: 1, shown: 'a\u001b[2J' }), /U\+001b/],
    ['shows what turns the writing', () => ({ outcome: 1, shown: 'a\u202eb' }), /U\+202e/],
    [
      'passes what it cannot read',
      () => compared(['a-rule'], { findings: [], undecided: [], problems: 0 }),
      /passed by a-rule/,
    ],
    ['says something else the second time', counting(), /another outcome/],
    ['changes what all objects inherit', () => polluting(), /inherit has changed/],
  ])('which %s', async ([, feed, said]) => {
    expect(await accusationOf(feed)).toMatch(said);
  });

  it('and what is refused by a ServiceError, or is undecided, is not', async () => {
    const refused = () => {
      throw new ServiceError('usage', 'no');
    };
    expect(await accusationOf(refused)).toBeUndefined();
    expect(
      await accusationOf(() => compared(['a'], { findings: [], undecided: ['a'], problems: 0 })),
    ).toBeUndefined();
    expect(await accusationOf(() => ({ outcome: toRecord('x') }))).toBeUndefined();
    expect(pollution()).toBeUndefined();
  });

  it('which hangs, takes all memory or leaves a rejection to nobody, by its input, and the next inputs are fed', async () => {
    const feeder = createFeeder(1, {
      longestMs: 1500,
      memoryMb: 64,
      targets: new URL('fuzz/broken.ts', import.meta.url).href,
    });
    try {
      const { faults } = await feeder.feed({ target: 'broken', from: 0, to: 6 });
      expect(faults.map(({ index }) => index)).toEqual([1, 2, 4]);
      expect(faults.map(({ what }) => what)).toEqual([
        expect.stringContaining('longer than 1.5 seconds'),
        expect.stringContaining('it ended the process'),
        expect.stringContaining('unhandled rejection'),
      ]);
    } finally {
      await feeder.close();
    }
  });
});

function counting(): () => Fed {
  let count = 0;
  return () => {
    count += 1;
    return { outcome: count };
  };
}

function polluting(): Fed {
  Object.defineProperty(Object.prototype, 'polluted', { value: 1, configurable: true });
  return { outcome: 1 };
}
