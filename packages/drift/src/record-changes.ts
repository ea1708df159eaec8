import { type Engine, reasonOf, ServiceError, type StateChange } from '@podguard/core';
import { mapBounded } from '@podguard/inventory';
import type { Gap } from '@podguard/report';

/** Each waits for the table several times: of a page of a thousand most of the time would be waiting. */
const PARALLEL = 32;

/** Records what was read. What may pass is thrown when all were tried; what never will is named, and holds up no other. */
export async function recordChanges(
  { apply }: Pick<Engine, 'apply'>,
  changes: readonly StateChange[],
): Promise<readonly Gap[]> {
  const byKey = [...Map.groupBy(changes, ({ key }) => key)];
  const passing: unknown[] = [];
  const gaps = await mapBounded(byKey, PARALLEL, async ([key, its]): Promise<readonly Gap[]> => {
    try {
      for (const change of its) await apply(change);
      return [];
    } catch (error) {
      if (!(error instanceof ServiceError && error.retryable))
        return [{ what: key, reason: `it could not be recorded: ${reasonOf(error)}` }];
      passing.push(error);
      return [];
    }
  });
  const [first] = passing;
  if (passing.length > 1)
    throw new AggregateError(
      passing,
      `${passing.length} resources could not be recorded: ${reasonOf(first)}`,
    );
  if (first !== undefined) throw first;
  return gaps.flat();
}
