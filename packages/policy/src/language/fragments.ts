import { codePoints } from '../glob.ts';
import { type Budget, createBudget } from './budget.ts';
import { type Dfa, LAST_LETTER } from './dfa.ts';
import type { Language } from './language.ts';
import { determinise, Nfa } from './nfa.ts';
import { dfaOfWords } from './words.ts';

/** A piece of a language: adds itself to an automaton after a state, and returns the state after it. */
export type Fragment = (nfa: Nfa, from: number) => number;

/** Ranges of code points, both ends included. */
export type Letters = readonly (readonly [low: number, high: number])[];

export const ANY_LETTER: Letters = [[0, LAST_LETTER]];

/** `lettersOf('a-z0-9.')`: ranges and single characters; a hyphen stands first. */
export function lettersOf(text: string): Letters {
  return Array.from(text.matchAll(/(.)(?:-(.))?/gsu), ([, low, high]) => [
    low!.codePointAt(0)!,
    (high ?? low!).codePointAt(0)!,
  ]);
}

export function literal(text: string): Fragment {
  return (nfa, from) => codePoints(text).reduce((at, point) => letter([[point, point]])(nfa, at), from);
}

export function letter(letters: Letters): Fragment {
  return (nfa, from) => {
    const to = nfa.state();
    for (const [low, high] of letters) nfa.edge(from, low, high, to);
    return to;
  };
}

export function sequence(...parts: readonly Fragment[]): Fragment {
  return (nfa, from) => parts.reduce((at, part) => part(nfa, at), from);
}

export function choice(...parts: readonly Fragment[]): Fragment {
  return (nfa, from) => {
    const ends = parts.map((part) => part(nfa, from));
    const to = nfa.state();
    for (const end of ends) nfa.epsilon(end, to);
    return to;
  };
}

/** None, one or more. */
export function repeated(part: Fragment): Fragment {
  return (nfa, from) => {
    const loop = nfa.state();
    nfa.epsilon(from, loop);
    nfa.epsilon(part(nfa, loop), loop);
    return loop;
  };
}

export function times(part: Fragment, count: number): Fragment {
  return sequence(...Array.from({ length: count }, () => part));
}

/** Every member of a language that was made before. */
export function within({ words, rest }: Language): Fragment {
  return (nfa, from) => {
    const to = nfa.state();
    // Few are not worth an automaton of their own.
    if (words.size > FEW) copy(dfaOfWords(words, createBudget(WORD_STATES)), nfa, from, to);
    else for (const word of words) nfa.epsilon(literal(word)(nfa, start(nfa, from)), to);
    copy(rest, nfa, from, to);
    return to;
  };
}

const FEW = 4;
/** A step for each letter of thousands of names. */
const WORD_STATES = 2_000_000;

function copy(dfa: Dfa, nfa: Nfa, from: number, to: number): void {
  const copies = dfa.edges.map(() => nfa.state());
  if (copies.length > 0) nfa.epsilon(from, copies[0]!);
  dfa.edges.forEach((list, state) => {
    for (let at = 0; at < list.length; at += 2) {
      const target = list[at + 1]!;
      if (target >= 0)
        nfa.edge(copies[state]!, list[at]!, (list[at + 2] ?? LAST_LETTER + 1) - 1, copies[target]!);
    }
    if (dfa.accepts[state]) nfa.epsilon(copies[state]!, to);
  });
}

function start(nfa: Nfa, from: number): number {
  const state = nfa.state();
  nfa.epsilon(from, state);
  return state;
}

export function toLanguage(fragment: Fragment, budget: Budget): Language {
  const nfa = new Nfa();
  const from = nfa.state();
  const to = fragment(nfa, from);
  return { words: new Set(), rest: determinise(nfa, from, to, budget) };
}
