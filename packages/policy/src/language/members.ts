import { codePoints } from '../glob.ts';
import { type Budget, createBudget, spend } from './budget.ts';
import { type Dfa, distances, isUnbounded, LAST_LETTER } from './dfa.ts';
import { intersection, isEmpty, type Language } from './language.ts';

/** How many members of a length there are, exactly. */
export function countMembers({ words, rest }: Language, length: number): bigint {
  let named = 0n;
  for (const word of words) if (lengthOf(word) === length) named += 1n;
  let counts: readonly bigint[] = rest.accepts.map((accepted) => (accepted ? 1n : 0n));
  for (let left = length; left > 0; left--) {
    counts = rest.edges.map((list) => {
      let count = 0n;
      for (let at = 0; at < list.length; at += 2) {
        const letters = BigInt((list[at + 2] ?? LAST_LETTER + 1) - list[at]!);
        if (list[at + 1]! >= 0) count += letters * counts[list[at + 1]!]!;
      }
      return count;
    });
  }
  return named + (counts[0] ?? 0n);
}

const WANTED = 'abcdefghijklmnopqrstuvwxyz0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ_./:@ ';
const WANTED_POINTS = Array.from(WANTED, (character) => character.codePointAt(0)!);

/** A member that no other is shorter than, of letters that a person would write where there is a choice; or null. */
export function shortest({ words, rest }: Language): string | null {
  const found = shortestOf(rest);
  const all = found === null ? [...words] : [...words, found];
  return all.sort((one, other) => lengthOf(one) - lengthOf(other) || (one < other ? -1 : 1))[0] ?? null;
}

function lengthOf(text: string): number {
  return codePoints(text).length;
}

/** The shortest member of the first likeness that has one at all; the shortest of all where none has. */
export function natural(
  language: Language,
  likenesses: readonly Language[],
  budget: Budget = createBudget(),
): string | null {
  for (const likeness of likenesses) {
    const alike = intersection(language, likeness, budget);
    if (!isEmpty(alike)) return shortest(alike);
  }
  return shortest(language);
}

function shortestOf(dfa: Dfa): string | null {
  if (dfa.edges.length === 0) return null;
  const far = distances(dfa);
  const points: number[] = [];
  for (let state = 0; far[state]! > 0; ) {
    const [point, next] = best(dfa.edges[state]!, (target) => far[target] === far[state]! - 1);
    points.push(point);
    state = next;
  }
  return String.fromCodePoint(...points);
}

function best(list: readonly number[], leads: (target: number) => boolean): readonly [number, number] {
  let chosen: readonly [number, number] | undefined;
  let rank = Number.POSITIVE_INFINITY;
  for (let at = 0; at < list.length; at += 2) {
    const target = list[at + 1]!;
    if (target < 0 || !leads(target)) continue;
    const [low, high] = [list[at]!, (list[at + 2] ?? LAST_LETTER + 1) - 1];
    const found = WANTED_POINTS.findIndex((point) => low <= point && point <= high);
    const here = found < 0 ? WANTED_POINTS.length : found;
    if (here >= rank) continue;
    rank = here;
    chosen = [found < 0 ? readable(low, high) : WANTED_POINTS[found]!, target];
  }
  return chosen!;
}

/** No control character where it can be helped. */
function readable(low: number, high: number): number {
  return low < 0x21 && high >= 0x21 ? 0x21 : low;
}

/** Texts are walked letter by letter, each a call deeper; IAM's own policies have fewer characters. */
const LONGEST = 4096;

/** All members in order, or null where there are more than that. */
export function listMembers(
  language: Language,
  most: number,
  budget: Budget = createBudget(),
): readonly string[] | null {
  if (language.words.size > most || isUnbounded(language.rest)) return null;
  const members = new Set(language.words);
  const { edges, accepts } = language.rest;
  const walk = (state: number, text: string): boolean => {
    spend(budget);
    if (accepts[state]) members.add(text);
    if (members.size > most || text.length > LONGEST) return false;
    const list = edges[state]!;
    for (let at = 0; at < list.length; at += 2) {
      if (list[at + 1]! < 0) continue;
      const high = (list[at + 2] ?? LAST_LETTER + 1) - 1;
      for (let point = list[at]!; point <= high; point++) {
        if (!walk(list[at + 1]!, text + String.fromCodePoint(point))) return false;
      }
    }
    return true;
  };
  if (edges.length > 0 && !walk(0, '')) return null;
  return [...members].sort();
}
