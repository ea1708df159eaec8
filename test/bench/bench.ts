export interface BenchOptions {
  readonly megabytes: number;
  readonly runs: number;
  /** How much of a large account is simulated: 1 is all of it. */
  readonly scale: number;
}

export interface BenchResult {
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

interface InTurn {
  readonly floor: number;
  readonly ours: number;
  /** The ratio of the processor time of all threads, which waits for nobody. */
  readonly processor: number;
}

/** Seconds of ours and of the floor, taken in turn so that a busy moment of the machine hits both: the medians. */
export async function inTurn(
  runs: number,
  floor: () => Promise<unknown>,
  ours: () => Promise<unknown>,
): Promise<InTurn> {
  const times: [number[], number[]] = [[], []];
  const spent: [number[], number[]] = [[], []];
  for (let i = -1; i < runs; i++) {
    for (const which of [0, 1] as const) {
      const before = process.cpuUsage();
      const taken = await seconds([floor, ours][which] as typeof floor);
      const { user, system } = process.cpuUsage(before);
      // The first pair only warms up.
      if (i < 0) continue;
      times[which].push(taken);
      spent[which].push(user + system);
    }
  }
  return {
    floor: median(times[0]),
    ours: median(times[1]),
    processor: median(spent[1]) / median(spent[0]),
  };
}

export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
