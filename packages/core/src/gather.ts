/** One after another; who fails holds up no other. */
export async function gather(
  keys: Iterable<string>,
  work: (key: string) => Promise<unknown>,
  failures: unknown[],
): Promise<void> {
  for (const key of keys) {
    try {
      await work(key);
    } catch (error) {
      failures.push(error);
    }
  }
}

/** Throws what failed of some, where something did. */
export function throwAll(failures: readonly unknown[]): void {
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1)
    throw new AggregateError(failures, `${failures.length} items could not be dispatched`);
}
