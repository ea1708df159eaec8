import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Drawn, OPERATIONS } from './model-operations.ts';
import { play } from './model-play.ts';

/** More by hand: `MODEL_RUNS=2000 vitest run test/remediate/model.test.ts`. */
const RUNS = Number(process.env.MODEL_RUNS ?? 150);

/** What is drawn: of everything something; mostly a pipeline that changes all back; mostly several that work at once. */
const DRAWN = {
  everything: OPERATIONS,
  fight: [
    'round',
    'round',
    'round',
    'read',
    'hear',
    'tick',
    'begin',
    'run',
    'proceed',
    'rollback',
    'sweep',
    'kill',
  ],
  race: [
    'bad',
    'fight',
    'hear',
    'tick',
    'begin',
    'begin',
    'proceed',
    'step',
    'step',
    'step',
    'step',
    'run',
    'kill',
    'approve',
  ],
} as const satisfies Readonly<Record<string, readonly Drawn['name'][]>>;

const operations = (of: keyof typeof DRAWN) =>
  fc.array(
    fc.record({ name: fc.constantFrom<Drawn['name']>(...DRAWN[of]), which: fc.nat(11), pick: fc.nat(11) }),
    { minLength: 60, maxLength: 200 },
  );

test.for([
  ['everything', 'auto', 1],
  ['everything', 'propose', 1],
  ['everything', 'propose', 2],
  ['everything', 'auto', 2],
  ['fight', 'auto', 1],
  ['race', 'auto', 1],
  ['race', 'propose', 1],
] as const)(
  '%s in %s with %i: whatever happens in whatever order, nothing is done that may not be, and all ends',
  { timeout: 120_000 },
  async ([drawn, mode, peopleNeeded]) => {
    let applied = 0;
    await fc.assert(
      fc.asyncProperty(operations(drawn), async (some) => {
        applied += await play(some, { mode, peopleNeeded });
      }),
      // Shrinking would take longer than all runs: the seed is told.
      { numRuns: RUNS, endOnFailure: true },
    );
    // One that never does anything keeps all promises.
    expect(applied).toBeGreaterThan(0);
  },
);
