import { splitArn } from '../arn-pattern.ts';
import { ANY_ONE, ANY_RUN, codePoints, compileGlob, type Glob } from '../glob.ts';
import { type Budget, createBudget } from './budget.ts';
import {
  ANY_LETTER,
  choice,
  type Fragment,
  type Letters,
  letter,
  literal,
  repeated,
  sequence,
  toLanguage,
  within,
} from './fragments.ts';
import { everyText, exactly, type Language } from './language.ts';
import type { Nfa } from './nfa.ts';

/** What a text with the wildcards `*` and `?` matches, as under `StringLike`. */
export function globPattern(pattern: string, budget: Budget = createBudget()): Language {
  return globLanguage(compileGlob(pattern), budget);
}

/** What an ARN operator's pattern matches; null where it has not the six parts of an ARN. */
export function arnPattern(pattern: string, budget: Budget = createBudget()): Language | null {
  const parts = splitArn(compileGlob(pattern));
  return parts.length === 6 ? arnLanguage(parts, budget) : null;
}

/** What `arn:*:*::ACCOUNT:*` matches for some account, under an ARN operator: of thousands of accounts as well as of one. */
export function arnsOf(accounts: Iterable<string>): Language {
  const field = repeated(letter(NOT_COLON));
  const account = within(exactly(...accounts));
  const [colon, any] = [literal(':'), repeated(letter(ANY_LETTER))];
  return toLanguage(
    sequence(literal('arn:'), field, colon, field, literal('::'), account, colon, any),
    createBudget(ACCOUNT_STATES),
  );
}

/** Of 10,000 accounts, as many as an organization may have. */
const ACCOUNT_STATES = 2_000_000;

/** The texts that differ from one in case only; null where that is not ASCII. */
export function ignoringCase(text: string, budget: Budget = createBudget()): Language | null {
  return caselessLanguage(text, budget);
}

const COLON = 0x3a;
const NOT_COLON: Letters = [
  [0, COLON - 1],
  [COLON + 1, ANY_LETTER[0]![1]],
];

/** What a `StringLike` pattern matches. */
export function globLanguage(glob: Glob, budget: Budget): Language {
  if (!hasWildcard(glob)) return exactly(textOf(glob));
  if (glob.every((token) => token === ANY_RUN)) return everyText;
  return toLanguage(globFragment(glob, ANY_LETTER), budget);
}

/** What an ARN operator's pattern of six parts matches: a wildcard of the first five does not run over a colon. */
export function arnLanguage(parts: readonly Glob[], budget: Budget): Language {
  if (!parts.some(hasWildcard)) return exactly(parts.map(textOf).join(':'));
  const colon: Fragment = letter([[COLON, COLON]]);
  const fragments = parts.flatMap((part, index) => {
    const last = index === parts.length - 1;
    return [globFragment(part, last ? ANY_LETTER : NOT_COLON), ...(last ? [] : [colon])];
  });
  return toLanguage(sequence(...fragments), budget);
}

/**
 * A run state covers all positions of the pattern before it: whatever matches from there matches from here. That keeps
 * `*a*a*a*a*` as small as it looks.
 */
function globFragment(glob: Glob, letters: Letters): Fragment {
  return (nfa, from) => {
    const first = own(nfa, from);
    let at = first;
    glob.forEach((token, index) => {
      if (token === ANY_RUN) {
        if (glob[index - 1] === ANY_RUN) return;
        for (const [low, high] of letters) nfa.edge(at, low, high, at);
        nfa.covers[at] = first;
        at = own(nfa, at);
      } else {
        at = letter(token === ANY_ONE ? letters : [[token, token]])(nfa, at);
      }
    });
    return at;
  };
}

function own(nfa: Nfa, from: number): number {
  const state = nfa.state();
  nfa.epsilon(from, state);
  return state;
}

/**
 * The texts equal to one but for case, or null where the text is not ASCII: beyond it a letter may have several
 * capitals, or change its length.
 */
export function caselessLanguage(text: string, budget: Budget): Language | null {
  if (/[^\0-\x7f]/.test(text)) return null;
  const spellings = Array.from(text, (character) => {
    const forms = new Set([character, character.toLowerCase(), character.toUpperCase()]);
    // The Kelvin sign's small letter is k.
    if (forms.has('k')) forms.add('\u212a');
    return choice(
      ...Array.from(forms, (form) => letter(codePoints(form).map((point) => [point, point] as const))),
    );
  });
  return toLanguage(sequence(...spellings), budget);
}

function hasWildcard(glob: Glob): boolean {
  return glob.some((token) => token < 0);
}

function textOf(glob: Glob): string {
  return String.fromCodePoint(...glob);
}
