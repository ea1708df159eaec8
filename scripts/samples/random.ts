/** A seeded generator (mulberry32): the same samples on every machine. */
export function createRandom(seed: number) {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const hex = (length: number): string => Array.from({ length }, () => (next() % 16).toString(16)).join('');
  return {
    below: (limit: number): number => next() % limit,
    pick: <T>(from: readonly T[]): T => from[next() % from.length] as T,
    hex,
    uuid: (): string => `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'[next() % 4]}${hex(3)}-${hex(12)}`,
  };
}

export type Random = ReturnType<typeof createRandom>;
