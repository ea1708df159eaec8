import type { Segment } from './json-path.ts';

/** The line, from 1, on which the value begins that a path leads to, or as near to it as the path leads. The text is JSON. */
export function lineAt(text: string, path: readonly Segment[]): number {
  return createLineAt(text)(path);
}

/**
 * The same for many paths of one text: where the parts of a list or an object begin is found once, so that a long list costs no
 * more than its length.
 */
export function createLineAt(text: string): (path: readonly Segment[]) => number {
  const nodes = new Map<number, ReadonlyMap<Segment, number>>();
  let ends: readonly number[] | undefined;
  const childrenAt = (start: number): ReadonlyMap<Segment, number> => {
    const known = nodes.get(start);
    if (known !== undefined) return known;
    const found = childrenOf(text, start);
    nodes.set(start, found);
    return found;
  };
  const lineOf = (at: number): number => {
    ends ??= [...text.matchAll(/\n/g)].map(({ index }) => index);
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] as number) < at) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
  return (path) => {
    let at = afterSpace(text, 0);
    for (const segment of path) {
      const child = childrenAt(at).get(segment);
      if (child === undefined) break;
      at = child;
    }
    return lineOf(at);
  };
}

/** Where the values of members begin; of a key that stands twice the last counts, as in JSON.parse. */
function childrenOf(text: string, start: number): ReadonlyMap<Segment, number> {
  const found = new Map<Segment, number>();
  const opening = text[start];
  if (opening !== '{' && opening !== '[') return found;
  let at = afterSpace(text, start + 1);
  for (let index = 0; at < text.length && text[at] !== '}' && text[at] !== ']'; index += 1) {
    let name: Segment = index;
    if (opening === '{') {
      const end = afterString(text, at);
      name = JSON.parse(text.slice(at, end)) as string;
      at = afterSpace(text, afterSpace(text, end) + 1);
    }
    found.set(name, at);
    at = afterSpace(text, afterValue(text, at));
    if (text[at] === ',') at = afterSpace(text, at + 1);
  }
  return found;
}

function afterValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at] as string;
    if (character === '"') at = afterString(text, at) - 1;
    else if (character === '{' || character === '[') depth += 1;
    else if (depth === 0 && (character === ',' || character === '}' || character === ']')) return at;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

function afterString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function afterSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && /\s|\ufeff/.test(text[at] as string)) at += 1;
  return at;
}
