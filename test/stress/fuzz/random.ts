/** Numbers that follow from their seed: mulberry32, of which the same seed gives the same again on every machine. */
export interface Random {
  /** From 0 up to 1. */
  part(): number;
  /** A whole number from 0 up to, but not, `below`. */
  below(below: number): number;
  pick<T>(of: readonly T[]): T;
  /** True in so many of a hundred. */
  percent(of: number): boolean;
}

/** The numbers of one input: they depend on nothing else. */
export function randomOf(seed: number, target: string, index: number): Random {
  let state = seed | 0;
  for (const letter of target) state = mix(state, letter.charCodeAt(0));
  state = mix(state, index);
  const part = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let one = Math.imul(state ^ (state >>> 15), 1 | state);
    one = (one + Math.imul(one ^ (one >>> 7), 61 | one)) ^ one;
    return ((one ^ (one >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (most: number) => Math.floor(part() * most);
  return {
    part,
    below,
    pick: (of) => of[below(of.length)]!,
    percent: (of) => part() * 100 < of,
  };
}

function mix(state: number, value: number): number {
  const mixed = Math.imul(state ^ value, 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) | 0;
}
