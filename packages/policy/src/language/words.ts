import { codePoints } from '../glob.ts';
import { type Budget, spend, TooComplex } from './budget.ts';
import { addEdge, type Dfa, NO_TEXT, SEPARATOR } from './dfa.ts';

/** Texts are walked letter by letter, each a call deeper; IAM's own policies have fewer characters. */
const LONGEST = 4096;

/** The automaton of a list of texts; equal endings are shared as they are made. */
export function dfaOfWords(words: Iterable<string>, budget: Budget): Dfa {
  const sorted = Array.from(words, codePoints).sort(compare);
  if (sorted.length === 0) return NO_TEXT;
  if (sorted.some((word) => word.length > LONGEST)) throw new TooComplex();
  const states: { readonly list: readonly number[]; readonly accepted: boolean }[] = [];
  const known = new Map<string, number>();
  const build = (first: number, end: number, depth: number): number => {
    spend(budget);
    const accepted = sorted[first]!.length === depth;
    let at = first;
    while (at < end && sorted[at]!.length === depth) at += 1;
    const list: number[] = [];
    let next = 0;
    while (at < end) {
      const point = sorted[at]![depth]!;
      let last = at + 1;
      while (last < end && sorted[last]![depth] === point) last += 1;
      if (next < point) addEdge(list, next, -1);
      list.push(point, build(at, last, depth + 1));
      next = point + 1;
      at = last;
    }
    if (next <= SEPARATOR) addEdge(list, next, -1);
    const key = `${accepted ? 1 : 0},${list.join()}`;
    const same = known.get(key);
    if (same !== undefined) return same;
    known.set(key, states.length);
    return states.push({ list, accepted }) - 1;
  };
  build(0, sorted.length, 0);
  return fromLast(states);
}

/** The root was made last, and is to be first. */
function fromLast(states: readonly { readonly list: readonly number[]; readonly accepted: boolean }[]): Dfa {
  const last = states.length - 1;
  const turned = states.toReversed();
  return {
    edges: turned.map(({ list }) =>
      list.map((value, at) => (at % 2 === 1 && value >= 0 ? last - value : value)),
    ),
    accepts: turned.map(({ accepted }) => accepted),
  };
}

function compare(one: readonly number[], other: readonly number[]): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at++) if (one[at] !== other[at]) return one[at]! - other[at]!;
  return one.length - other.length;
}
