import type { JsonObject } from '@podguard/core';
import fc from 'fast-check';
import { createRandom } from '../../../scripts/samples/random.ts';
import { CLUSTER_OPERATIONS } from './clusters.ts';
import { NODE_OPERATIONS } from './nodes.ts';
import { OTHER_NODE_OPERATIONS } from './nodes-by-others.ts';
import { OTHER_OPERATIONS } from './others.ts';
import { PLATFORM_OPERATIONS } from './platform.ts';
import { POD_OPERATIONS } from './pods.ts';
import { type Operation, recordsOf } from './step.ts';
import { TEARDOWN_OPERATIONS } from './teardown.ts';

export const OPERATIONS: readonly Operation[] = [
  ...CLUSTER_OPERATIONS,
  ...NODE_OPERATIONS,
  ...OTHER_NODE_OPERATIONS,
  ...POD_OPERATIONS,
  ...OTHER_OPERATIONS,
  ...PLATFORM_OPERATIONS,
  ...TEARDOWN_OPERATIONS,
];

export interface QuietDay {
  /** In the order in which they happened. */
  readonly records: readonly JsonObject[];
  /** As they arrive: some late, some twice. */
  readonly delivered: readonly JsonObject[];
}

interface Begun {
  readonly operation: Operation;
  readonly start: number;
}

/** A day on which everything is done as it should be: many operations, begun at any time, at the same time too. */
export const quietDay: fc.Arbitrary<QuietDay> = fc
  .record({
    begun: fc.array(fc.record({ operation: fc.constantFrom(...OPERATIONS), start: fc.nat(70_000) }), {
      minLength: 8,
      maxLength: 30,
      size: 'max',
    }),
    seed: fc.nat(),
  })
  .map(({ begun, seed }) => dayOf(begun, seed));

export function dayOf(begun: readonly Begun[], seed: number): QuietDay {
  const random = createRandom(seed);
  const records = begun
    .flatMap(({ operation, start }, n) => recordsOf(operation(n + 1, random), start, random))
    .sort((one, other) => order(String(one.eventTime), String(other.eventTime)));
  const delivered = records
    .flatMap((record, at) => {
      const late = random.below(6) === 0 ? random.below(40) : 0;
      const copies = random.below(8) === 0 ? [record, record] : [record];
      return copies.map((copy, again) => ({ copy, at: at + late + again * random.below(20) }));
    })
    .sort((one, other) => one.at - other.at)
    .map(({ copy }) => copy);
  return { records, delivered };
}

function order(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
