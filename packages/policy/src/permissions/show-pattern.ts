import { ANY_ONE, ANY_RUN, type Glob } from '../glob.ts';
import { newBudget } from './budget.ts';
import { globCovers, memberOf, splitArn } from './glob-algebra.ts';

const PARTS = 6;
const SHOWN_STATES = 500;

/**
 * One pattern for several that all must hold: part by part the narrower one. It may say too much, never too little.
 */
export function showPattern(globs: readonly Glob[]): string {
  const split = globs.map(splitArn).filter((parts) => parts.length === PARTS);
  const agreeing = Array.from({ length: PARTS }, (_, part) => narrowest(split.map((parts) => parts[part]!)));
  const parts = agreeing.filter((part) => part !== null);
  if (split.length === 0 || parts.length < PARTS) return showGlob(narrowest(globs) ?? globs[0]!);
  return parts
    .map(showGlob)
    .join(':')
    .replace(/(?<=[/:])\?\*$/, '*');
}

/** The one that all others take in or, where there is none, the one that says most; null where they exclude each other. */
function narrowest(globs: readonly Glob[]): Glob | null {
  const literal = (glob: Glob): number => glob.filter((token) => token >= 0).length;
  const within = globs.find((glob) => globs.every((other) => globCovers(other, glob)));
  if (within !== undefined) return within;
  return memberOf(globs, newBudget(SHOWN_STATES)) === null
    ? null
    : (globs.toSorted((one, other) => literal(other) - literal(one))[0] ?? null);
}

function showGlob(glob: Glob): string {
  return glob
    .map((token) => (token === ANY_RUN ? '*' : token === ANY_ONE ? '?' : String.fromCodePoint(token)))
    .join('');
}
