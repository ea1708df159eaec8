interface BenchOptions {
  readonly megabytes: number;
  readonly runs: number;
  /** How much of a large account is simulated: 1 is all of it. */
  readonly scale: number;
}

interface BenchResult {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly floor: number;
  /** How many times the floor's time ours takes: below 1 is faster than the floor. */
  readonly ratio: number;
  readonly runs: number;
  readonly notes: string;
}

export interface Bench {
  readonly name: string;
  run(options: BenchOptions): Promise<readonly BenchResult[]>;
}

/** Seconds of ours and of the floor, taken in turn so that a busy moment of the machine hits both: the medians. */
export async function inTurn(
  runs: number,
  floor: () => Promise<unknown>,
  ours: () => Promise<unknown>,
): Promise<{ readonly floor: number; readonly ours: number }> {
  const times: [number[], number[]] = [[], []];
  for (let i = -1; i < runs; i++) {
    const pair = [await seconds(floor), await seconds(ours)];
    // The first pair only warms up.
    if (i >= 0) for (const which of [0, 1] as const) times[which].push(pair[which]!);
  }
  return { floor: median(times[0]), ours: median(times[1]) };
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
