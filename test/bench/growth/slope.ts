import type { BenchResult } from '../bench.ts';

export interface Point {
  /** How much there was to do. */
  readonly size: number;
  /** What it took: seconds, bytes. */
  readonly taken: number;
}

/** How fast what it takes grows: 1 is in proportion, 2 with the square. By least squares over the logarithms. */
export function slopeOf(points: readonly Point[]): number {
  const logs = points.map(({ size, taken }) => [Math.log(size), Math.log(taken)] as const);
  const [meanX, meanY] = [mean(logs.map(([x]) => x)), mean(logs.map(([, y]) => y))];
  const over = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return over / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

interface Growth {
  readonly name: string;
  /** Of what one takes, and how many of these a second or a MB has. */
  readonly unit: string;
  readonly perUnit: number;
  readonly what: string;
  readonly points: readonly Point[];
  readonly runs: number;
}

/** What one takes in the largest and, as the floor, in the smallest; the ratio is the slope. */
export function growthResult({ name, unit, perUnit, what, points, runs }: Growth): BenchResult {
  const each = points.map(({ size, taken }) => (taken / size) * perUnit);
  const sizes = points.map(({ size }, at) => `${size}: ${each[at]?.toPrecision(3)}`).join(', ');
  return {
    ...{ name, unit, runs },
    value: each.at(-1) ?? 0,
    floor: each[0] ?? 0,
    ratio: slopeOf(points),
    notes: `the ratio is the slope, 1 in proportion; ${unit} by ${what}: ${sizes}`,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
