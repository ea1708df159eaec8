import { openSync, writeSync } from 'node:fs';
import { feedOnce } from './feed-once.ts';
import type { FuzzRun, FuzzTarget } from './target.ts';

/** Inputs of one target, from one index up to, but not, another. */
export interface Slice {
  readonly target: string;
  readonly from: number;
  readonly to: number;
}

export interface SliceDone {
  readonly faults: readonly { readonly index: number; readonly what: string }[];
  /** The longest that an input took, in milliseconds, and which it was. */
  readonly longest: number;
  readonly longestAt: number;
  readonly millis: number;
}

// Feeds slices: `node worker.ts SEED TARGETS PLACE`. The index that is fed now stands in the file PLACE, for whoever watches.
const [seed = '', targets = '', place = ''] = process.argv.slice(2);
const { targetNamed } = (await import(targets)) as { readonly targetNamed: (name: string) => FuzzTarget };
const file = openSync(place, 'r+');
const at = new Int32Array(1);
const runs = new Map<string, FuzzRun<unknown>>();
let unhandled: string | undefined;
process.on('unhandledRejection', (reason) => {
  unhandled = `an unhandled rejection: ${reason instanceof Error ? (reason.stack ?? reason.message).slice(0, 300) : typeof reason}`;
});

process.on('message', ({ target, from, to }: Slice) => {
  void feedSlice(target, from, to).then((done) => process.send?.(done));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');

async function feedSlice(target: string, from: number, to: number): Promise<SliceDone> {
  const run = runs.get(target) ?? (await targetNamed(target).open());
  runs.set(target, run);
  const faults: { index: number; what: string }[] = [];
  const began = performance.now();
  let [longest, longestAt] = [0, from];
  for (let index = from; index < to; index += 1) {
    at[0] = index;
    writeSync(file, at, 0, at.byteLength, 0);
    const start = performance.now();
    const what = (await feedOnce(run, target, Number(seed), index)) ?? unhandled;
    unhandled = undefined;
    const took = performance.now() - start;
    if (took > longest) [longest, longestAt] = [took, index];
    if (what !== undefined) faults.push({ index, what });
  }
  return { faults, longest, longestAt, millis: performance.now() - began };
}
