import { type Budget, spend } from './budget.ts';
import { type Dfa, distances, rename } from './dfa.ts';

/** What languages that people write need at most; of what somebody made up each round costs its states. */
const FREE_ROUNDS = 64;

/**
 * The smallest automaton of the same language. Begins with the distance from acceptance, which tells apart nearly all
 * states of a chain at once, and refines until nothing splits.
 */
export function minimise(dfa: Dfa, budget: Budget): Dfa {
  let classes = numbered(distances(dfa).map(String));
  for (let round = 0; classes.count < dfa.edges.length; round += 1) {
    if (round >= FREE_ROUNDS) spend(budget, 1 + (dfa.edges.length >> 3));
    const { names, count } = classes;
    const refined = numbered(dfa.edges.map((list, state) => signature(list, names[state]!, names)));
    if (refined.count === count) return rename(dfa, names, count);
    classes = refined;
  }
  return dfa;
}

function signature(list: readonly number[], own: number, names: readonly number[]): string {
  let text = `${own}`;
  let last = -2;
  for (let at = 0; at < list.length; at += 2) {
    const target = list[at + 1]! < 0 ? -1 : names[list[at + 1]!]!;
    if (target !== last) text += `,${list[at]},${target}`;
    last = target;
  }
  return text;
}

/** Numbers texts in the order they come, so that the first state keeps number 0. */
function numbered(texts: readonly string[]): { readonly names: readonly number[]; readonly count: number } {
  const seen = new Map<string, number>();
  const names = texts.map((text) => {
    const known = seen.get(text);
    if (known !== undefined) return known;
    seen.set(text, seen.size);
    return seen.size - 1;
  });
  return { names, count: seen.size };
}
