import { ANY_ONE, ANY_RUN, compileGlob, type Glob } from '../glob.ts';
import { type Budget, newBudget } from './budget.ts';

/** A `?` beside a `*`: one more character somewhere in the run. */
const ONE_OF_RUN = -3;
const COLON = 0x3a;
const FILLER = 0x78;

/**
 * Whether every text of `inner` is one of `outer`. Read as tokens, a `*` of `inner` is a run of unlike characters of
 * any length, so only a `*` of `outer` can take it in; the first place where a piece fits is the best one.
 */
export function globCovers(outer: Glob, inner: Glob): boolean {
  const tokens = gatherRuns(outer);
  let at = 0;
  let position = 0;
  let star = -1;
  let resume = 0;
  while (position < inner.length) {
    const token = tokens[at];
    const given = inner[position]!;
    if (token === ANY_RUN) {
      star = at;
      resume = position;
      at += 1;
    } else if (token === ONE_OF_RUN && given === ANY_RUN) {
      position += 1;
    } else if (token === ONE_OF_RUN || token === given || (token === ANY_ONE && given !== ANY_RUN)) {
      at += 1;
      position += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      position = resume;
    } else {
      return false;
    }
  }
  while (tokens[at] === ANY_RUN) at += 1;
  return at === tokens.length;
}

/** In a run of wildcards the `*` may stand last: `*?` and `?*` are the same. */
function gatherRuns(glob: Glob): number[] {
  const tokens: number[] = [];
  for (let at = 0; at < glob.length; ) {
    let end = at;
    while (isWild(glob[end])) end += 1;
    const run = glob.slice(at, end);
    const starred = run.includes(ANY_RUN);
    for (const token of run) if (token === ANY_ONE) tokens.push(starred ? ONE_OF_RUN : ANY_ONE);
    if (starred) tokens.push(ANY_RUN);
    if (end < glob.length) tokens.push(glob[end]!);
    at = end + 1;
  }
  return tokens;
}

function isWild(token: number | undefined): boolean {
  return token === ANY_RUN || token === ANY_ONE;
}

/**
 * As `globCovers`, but also by the reading in which a `*` inside a part of an ARN stops at a colon: AWS's pages do not
 * agree on that.
 */
export function arnCovers(outer: Glob, inner: Glob): boolean {
  if (!globCovers(outer, inner)) return false;
  const parts = splitArn(outer);
  const others = splitArn(inner);
  if (parts.length === others.length && parts.every((part, index) => globCovers(part, others[index]!)))
    return true;
  const scoped = parts.length === 6 ? parts.slice(0, -1) : parts;
  return scoped.every((part) => !part.slice(0, -1).includes(ANY_RUN) && !part.includes(ANY_ONE));
}

export function splitArn(glob: Glob): Glob[] {
  const parts: Glob[] = [];
  let start = 0;
  for (let colon = glob.indexOf(COLON); colon >= 0 && parts.length < 5; colon = glob.indexOf(COLON, start)) {
    parts.push(glob.slice(start, colon));
    start = colon + 1;
  }
  return [...parts, glob.slice(start)];
}

/** How far each glob has come, and the text so far as a chain of characters. */
interface State {
  readonly positions: readonly number[];
  readonly last: Link | null;
}

interface Link {
  readonly point: number;
  readonly before: Link | null;
}

/** A text that all of the globs admit; null where there is none, undefined where that took too long to find out. */
export function memberOf(globs: readonly Glob[], budget: Budget): string | null | undefined {
  const states = globs.reduce((product, { length }) => product * (length + 1), 1);
  if (states > Number.MAX_SAFE_INTEGER) return undefined;
  const seen = new Set<number>();
  let layer: State[] = [{ positions: globs.map(() => 0), last: null }];
  while (layer.length > 0) {
    const next: State[] = [];
    for (const state of layer) {
      const key = keyOf(state.positions, globs);
      if (seen.has(key)) continue;
      seen.add(key);
      budget.states -= 1;
      if (budget.states < 0) return undefined;
      if (state.positions.every((position, index) => position === globs[index]!.length)) {
        return toText(state.last);
      }
      addSteps(next, globs, state);
    }
    layer = next;
  }
  return null;
}

/** One number for a state: its positions as the digits. */
function keyOf(positions: readonly number[], globs: readonly Glob[]): number {
  let key = 0;
  for (let index = 0; index < positions.length; index += 1) {
    key = key * (globs[index]!.length + 1) + positions[index]!;
  }
  return key;
}

/** Either one glob leaves its `*`, or all of them take the same character: of literals there can be only one. */
function addSteps(next: State[], globs: readonly Glob[], { positions, last }: State): void {
  let point: number | undefined;
  let possible = true;
  for (let index = 0; index < positions.length; index += 1) {
    const token = globs[index]![positions[index]!];
    if (token === ANY_RUN) next.push({ positions: positions.with(index, positions[index]! + 1), last });
    else if (token === undefined) possible = false;
    else if (token !== ANY_ONE) {
      if (point !== undefined && point !== token) possible = false;
      point = token;
    }
  }
  if (!possible) return;
  const moved = positions.map((position, index) =>
    globs[index]![position] === ANY_RUN ? position : position + 1,
  );
  next.push({ positions: moved, last: { point: point ?? FILLER, before: last } });
}

function toText(last: Link | null): string {
  const points: number[] = [];
  for (let link = last; link !== null; link = link.before) points.push(link.point);
  return String.fromCodePoint(...points.reverse());
}

/** Whether every text that the pattern `inner` admits is one that `outer` admits, both with `*` and `?`. */
export function patternCovers(outer: string, inner: string): boolean {
  return globCovers(compileGlob(outer), compileGlob(inner));
}

/** Whether some text is admitted by both patterns; undefined where that took too long to find out. */
export function patternsOverlap(one: string, other: string): boolean | undefined {
  const member = memberOf([compileGlob(one), compileGlob(other)], newBudget());
  return member === undefined ? undefined : member !== null;
}
