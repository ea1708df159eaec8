import { expect, test } from 'vitest';
import { growthResult, sizesUpTo, slopeOf } from './slope.ts';

const pointsBy = (taken: (size: number) => number) =>
  [1, 10, 100].map((size) => ({ size, taken: taken(size) }));

test('the slope is 1 in proportion, 2 with the square, and 0 where nothing grows', () => {
  expect(slopeOf(pointsBy((size) => 7 * size))).toBeCloseTo(1);
  expect(slopeOf(pointsBy((size) => size ** 2))).toBeCloseTo(2);
  expect(slopeOf(pointsBy(() => 5))).toBeCloseTo(0);
});

test('a square behind a fixed cost is told, and growth in proportion behind one is not', () => {
  expect(slopeOf(pointsBy((size) => 100 + size ** 2))).toBeGreaterThan(1.25);
  expect(slopeOf(pointsBy((size) => 300 + size ** 2))).toBeGreaterThan(1.25);
  expect(slopeOf(pointsBy((size) => 300 + size))).toBeLessThan(1);
});

test('a result has what one takes in the largest and in the smallest', () => {
  const how = { name: 'growth', unit: 'ms/one', perUnit: 1000, what: 'ones', runs: 1 };
  expect(growthResult({ ...how, points: pointsBy((size) => size ** 2) })).toMatchObject({
    value: 100_000,
    floor: 1000,
    notes: expect.stringContaining('1: 1.00e+3, 10: 1.00e+4, 100: 1.00e+5'),
  });
});

test('the sizes are a hundredth, a tenth and the whole, and three different ones of a small whole, too', () => {
  expect(sizesUpTo(10_000)).toEqual([100, 1000, 10_000]);
  expect(sizesUpTo(10)).toEqual([1, 2, 10]);
});
