/** In their order, in as few batches as keep to so many members and so much weight; what weighs more by itself is alone. */
export function inBatches<T>(
  all: readonly T[],
  limits: { readonly members: number; readonly weight: number },
  weightOf: (one: T) => number,
): readonly (readonly T[])[] {
  const batches: T[][] = [];
  let room = 0;
  for (const one of all) {
    const weight = weightOf(one);
    const last = batches.at(-1);
    if (last === undefined || last.length >= limits.members || weight > room) {
      batches.push([one]);
      room = limits.weight - weight;
    } else {
      last.push(one);
      room -= weight;
    }
  }
  return batches;
}
