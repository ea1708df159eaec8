import type { Stress } from '../stress.ts';
import { moveClocks } from './clocks.ts';
import { fillDisks } from './full-disk.ts';
import { growItems } from './items.ts';
import { moveStartsClock } from './moved-start.ts';

/** What runs out or moves below a process: the disk, the clock, and the room that an item has. */
export const files: Stress = {
  name: 'files',
  run: async (options) => [
    ...(await fillDisks(options)),
    ...(await moveClocks(options)),
    ...(await moveStartsClock(options)),
    ...(await growItems(options)),
  ],
};
