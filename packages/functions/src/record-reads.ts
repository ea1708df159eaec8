import { reasonOf, ServiceError, type StateChange } from '@podguard/core';
import type { Refused } from './baseline-pages.ts';
import { createTurns } from './in-turns.ts';

const PARALLEL = 8;

/**
 * Creates what records the changes of many reads, several at a time. What may pass is thrown when all were tried; what never
 * will is returned, so that one resource holds up no other.
 */
export function createRecordReads(
  recordOne: (change: StateChange) => Promise<unknown>,
  onRefused: (key: string, error: unknown) => void,
): (changes: readonly StateChange[]) => Promise<Refused> {
  return async (changes) => {
    const turns = createTurns(PARALLEL);
    const refused = new Map<string, string>();
    const passing: unknown[] = [];
    const one = async (change: StateChange): Promise<void> => {
      try {
        await recordOne(change);
      } catch (error) {
        if (error instanceof ServiceError && error.retryable) {
          passing.push(error);
          return;
        }
        refused.set(change.key, reasonOf(error));
        onRefused(change.key, error);
      }
    };
    await Promise.all(changes.map((change) => turns.run([change.key], () => one(change))));
    const [first, ...others] = passing;
    if (others.length > 0)
      throw new AggregateError(
        passing,
        `${passing.length} resources could not be recorded: ${reasonOf(first)}`,
      );
    if (first !== undefined) throw first;
    return refused;
  };
}
