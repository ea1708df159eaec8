import type { BenchResult } from '../bench.ts';

export interface Point {
  /** How much there was to do. */
  readonly size: number;
  /** What it took: seconds, bytes. */
  readonly taken: number;
}

/**
 * How fast what it takes grows: 1 is in proportion, 2 with the square. Of the two largest sizes: at the small end are fixed costs,
 * and over all sizes they would hide a square behind them.
 */
export function slopeOf(points: readonly Point[]): number {
  const [smaller, larger] = points.slice(-2);
  if (smaller === undefined || larger === undefined) throw new RangeError('a slope has two points');
  return Math.log(larger.taken / smaller.taken) / Math.log(larger.size / smaller.size);
}

/** A hundredth, a tenth and the whole, each at least one more than the one before. */
export function sizesUpTo(largest: number): readonly number[] {
  const sizes: number[] = [];
  for (const part of [0.01, 0.1, 1])
    sizes.push(Math.max((sizes.at(-1) ?? 0) + 1, Math.round(largest * part)));
  return sizes;
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
    notes: `the ratio is the slope of the two largest, 1 in proportion; ${unit} by ${what}: ${sizes}`,
  };
}
