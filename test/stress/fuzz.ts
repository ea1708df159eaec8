import { createFeeder, type Feeder } from './fuzz/feeder.ts';
import type { FuzzTarget } from './fuzz/target.ts';
import { TARGETS } from './fuzz/targets/targets.ts';
import type { SliceDone } from './fuzz/worker.ts';
import type { Stress, StressFigure, StressOptions } from './stress.ts';

const CORES = 2;
const SLICE = 4000;
/** Of each way to fail so many inputs are named. */
const NAMED = 3;

export const fuzz = fuzzOf(TARGETS);

/** Feeds every target its share, on both cores. */
export function fuzzOf(targets: readonly FuzzTarget[], cores = CORES): Stress {
  return {
    name: 'fuzz',
    async run(options) {
      const open = Array.from({ length: cores }, () => createFeeder(options.seed));
      try {
        const figures: StressFigure[] = [];
        for (const target of targets) {
          const figure = await feedTarget(target, open, options);
          options.log(`${figure.name}: ${figure.done}; ${figure.outcome}`);
          for (const fault of figure.faults) options.log(`FAULT ${fault}`);
          figures.push(figure);
        }
        return figures;
      } finally {
        await Promise.all(open.map((feeder) => feeder.close()));
      }
    },
  };
}

async function feedTarget(
  target: FuzzTarget,
  feeders: readonly Feeder[],
  { scale, seed }: StressOptions,
): Promise<StressFigure> {
  const inputs = Math.max(8, Math.round(target.inputs * scale));
  const size = Math.min(SLICE, Math.ceil(inputs / feeders.length));
  const done: SliceDone[] = [];
  let next = 0;
  await Promise.all(
    feeders.map(async (feeder) => {
      while (next < inputs) {
        const from = next;
        next = Math.min(inputs, from + size);
        done.push(await feeder.feed({ target: target.name, from, to: next }));
      }
    }),
  );
  const [slowest] = done.toSorted((one, other) => other.longest - one.longest);
  const millis = done.reduce((sum, one) => sum + one.millis, 0);
  const all = done.flatMap(({ faults }) => faults);
  return {
    name: `fuzz ${target.name}`,
    done: `${inputs.toLocaleString('en')} inputs`,
    outcome: `${all.length === 0 ? 'none broke a promise' : `${all.length} broke a promise`}; ${Math.round((millis * 1000) / inputs)} µs each, the longest ${Math.round(slowest?.longest ?? 0)} ms (input ${slowest?.longestAt ?? 0})`,
    faults: named(all, target.name, seed),
  };
}

function named(faults: SliceDone['faults'], target: string, seed: number): readonly string[] {
  const ways = Map.groupBy(faults, ({ what }) => what.replaceAll(/\d+/g, '0'));
  return [...ways.values()].flatMap((some) => {
    const more = some.length > NAMED ? ` (and ${some.length - NAMED} more like it)` : '';
    return some
      .toSorted((one, other) => one.index - other.index)
      .slice(0, NAMED)
      .map(
        ({ index, what }) =>
          `${what}; again: npx node test/stress/fuzz/again.ts ${target} ${seed} ${index}${more}`,
      );
  });
}
