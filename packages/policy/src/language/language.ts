import { type Budget, createBudget } from './budget.ts';
import { accepts, type Dfa, EVERY_TEXT, isUnbounded, NO_TEXT } from './dfa.ts';
import { minimise } from './minimise.ts';
import { product } from './product.ts';
import { dfaOfWords } from './words.ts';

/**
 * A set of texts, exactly: some by name, the others by an automaton. Most policies name texts, and so never need one.
 * Each operation takes the budget of the answer that it is a step of, and throws `TooComplex` where that is spent.
 */
export interface Language {
  readonly words: ReadonlySet<string>;
  readonly rest: Dfa;
}

const NO_WORDS: ReadonlySet<string> = new Set();

export const noText: Language = { words: NO_WORDS, rest: NO_TEXT };
export const everyText: Language = { words: NO_WORDS, rest: EVERY_TEXT };

export function exactly(...texts: readonly string[]): Language {
  return { words: new Set(texts), rest: NO_TEXT };
}

export function has({ words, rest }: Language, text: string): boolean {
  return words.has(text) || accepts(rest, text);
}

export function isEmpty({ words, rest }: Language): boolean {
  return words.size === 0 && rest.edges.length === 0;
}

export function union(one: Language, other: Language, budget: Budget = createBudget()): Language {
  if (isEmpty(one) || one === other) return other;
  if (isEmpty(other)) return one;
  const rest = product(one.rest, other.rest, 'or', budget);
  const words = new Set([...one.words, ...other.words].filter((word) => !accepts(rest, word)));
  return { words, rest };
}

/** Halves first, so that each is walked few times. */
export function unionOfAll(languages: readonly Language[], budget: Budget): Language {
  if (languages.length <= 1) return languages[0] ?? noText;
  if (languages.every(({ rest }) => rest.edges.length === 0)) {
    return { words: new Set(languages.flatMap(({ words }) => [...words])), rest: NO_TEXT };
  }
  const middle = languages.length >> 1;
  const [one, other] = [languages.slice(0, middle), languages.slice(middle)];
  return union(unionOfAll(one, budget), unionOfAll(other, budget), budget);
}

export function isFiniteLanguage({ rest }: Language): boolean {
  return !isUnbounded(rest);
}

export function intersection(one: Language, other: Language, budget: Budget = createBudget()): Language {
  if (one === everyText || one === other) return other;
  if (other === everyText) return one;
  const words = new Set<string>();
  for (const word of one.words) if (has(other, word)) words.add(word);
  for (const word of other.words) if (accepts(one.rest, word)) words.add(word);
  return { words, rest: product(one.rest, other.rest, 'and', budget) };
}

export function difference(one: Language, other: Language, budget: Budget = createBudget()): Language {
  if (isEmpty(other)) return one;
  if (one === other) return noText;
  const words = new Set([...one.words].filter((word) => !has(other, word)));
  const rest = product(one.rest, other.rest, 'minus', budget);
  const named = [...other.words].filter((word) => accepts(rest, word));
  return {
    words,
    rest: named.length === 0 ? rest : product(rest, dfaOfWords(named, budget), 'minus', budget),
  };
}

export function complement(language: Language, budget: Budget = createBudget()): Language {
  return difference(everyText, language, budget);
}

export function isIncluded(inner: Language, outer: Language, budget: Budget = createBudget()): boolean {
  if (inner === outer) return true;
  for (const word of inner.words) if (!has(outer, word)) return false;
  // Named texts never cover an unbounded language.
  if (outer.rest.edges.length === 0 && isUnbounded(inner.rest)) return false;
  return isEmpty(difference(inner, outer, budget));
}

export function isEqual(one: Language, other: Language, budget: Budget = createBudget()): boolean {
  return isIncluded(one, other, budget) && isIncluded(other, one, budget);
}

/** Without automata where there are names only; for a canonical form, all in one smallest automaton. */
export function toDfa({ words, rest }: Language, budget: Budget = createBudget()): Dfa {
  return minimise(product(rest, dfaOfWords(words, budget), 'or', budget), budget);
}
