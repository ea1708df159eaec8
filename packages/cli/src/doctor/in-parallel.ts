/** AWS answers some fifty of these calls a second. */
const AT_ONCE = 6;

/** The results in the order of the values. */
export async function inParallel<T, R>(
  values: readonly T[],
  act: (value: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = new Array(values.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < values.length; at = next++) results[at] = await act(values[at] as T);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
