import { createRandom } from '../../../scripts/samples/random.ts';
import type { Stress, StressFigure, StressOptions } from '../stress.ts';
import { killingCommand } from './command.ts';
import { killingEvaluate } from './evaluate.ts';
import { killingRemediate } from './remediate.ts';
import { killingStart } from './start.ts';
import type { Killed, Target } from './target.ts';

/** How often each is killed, 500 times in all; the first that a small scale leaves is the one that changes accounts. */
const TARGETS: readonly (readonly [number, () => Promise<Target>])[] = [
  [180, killingRemediate],
  [130, killingEvaluate],
  [130, killingStart],
  [60, killingCommand],
];
/** Two worlds at once, each with one process to kill. */
const LANES = 2;
/** A target whose processes are over before every moment would have no end. */
const MOST_WORLDS = 1_000;

export const kills: Stress = {
  name: 'kills',
  async run(options) {
    const figures: StressFigure[] = [];
    for (const [most, open] of TARGETS) {
      const wanted = Math.floor(most * options.scale);
      if (wanted > 0) figures.push(await figureOf(open, wanted, options));
    }
    return figures;
  },
};

async function figureOf(
  open: () => Promise<Target>,
  wanted: number,
  { seed, log }: StressOptions,
): Promise<StressFigure> {
  const target = await open();
  const all: Killed[] = [];
  const faults: string[] = [];
  const sum = (of: (one: Killed) => number) => all.reduce((total, one) => total + of(one), 0);
  let worlds = 0;
  const lane = async (): Promise<void> => {
    while (sum(({ kills: count }) => count) < wanted && worlds < MOST_WORLDS) {
      worlds += 1;
      const own = seed + worlds * 7919;
      const left = wanted - sum(({ kills: count }) => count);
      try {
        const one = await target.run(createRandom(own), left);
        all.push(one);
        faults.push(...one.faults.map((fault) => `${target.name}, seed ${own}: ${fault}`));
      } catch (error) {
        faults.push(`${target.name}, seed ${own}: ${error instanceof Error ? error.stack : String(error)}`);
        if (faults.length > MOST_FAULTS) return;
      }
      log(`${target.name}: ${sum(({ kills: count }) => count)} of ${wanted} kills, ${faults.length} faults`);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(LANES, wanted) }, lane));
  } finally {
    await target.close();
  }
  const done = sum(({ kills: count }) => count);
  const missed = sum((one) => one.missed);
  return {
    name: `SIGKILL of ${target.name}`,
    done: `killed ${done} times in the middle (${phases(all)}) in ${worlds} worlds; ${missed} times it was over first, which does not count`,
    outcome: faults.length === 0 ? target.outcome : `${faults.length} faults`,
    faults: done < wanted ? [...faults, `only ${done} of ${wanted} kills fell in the middle`] : faults,
  };
}

const MOST_FAULTS = 20;

function phases(all: readonly Killed[]): string {
  const sums = new Map<string, number>();
  for (const { during } of all)
    for (const [what, times] of Object.entries(during)) sums.set(what, (sums.get(what) ?? 0) + times);
  return [...sums].map(([what, times]) => `${what} ${times}`).join(', ');
}
