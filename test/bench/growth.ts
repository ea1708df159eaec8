import type { Bench } from './bench.ts';
import { driftGrowth } from './growth/drift.ts';
import { eventGrowth } from './growth/event.ts';
import { scanGrowth } from './growth/scan.ts';
import { stateGrowth } from './growth/state.ts';
import { trustGrowth } from './growth/trust.ts';

/** The same at one, ten and a hundred times the size: what it takes, and what is kept of it. `--scale 1` is the whole. */
export const growth: Bench = {
  name: 'growth',
  async run(options) {
    return [
      await scanGrowth(options),
      await trustGrowth(options),
      await eventGrowth(options),
      ...(await driftGrowth(options)),
      ...(await stateGrowth(options)),
    ];
  },
};
